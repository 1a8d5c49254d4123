// SPDX-License-Identifier: Apache-2.0

import MartletServer

extension Setting {
    /// How NATS servers are used, where cores and edges meet on them.
    static let nats: [Setting] =
        [
            .text(
                "nats.prefix",
                \.bus.prefix,
                accepts: "letters, digits, -, _ and dots between them",
                "What the names of all subjects begin with, so that several systems may share servers"
            ),
            .text(
                "nats.credentials",
                \.bus.credentials,
                accepts: "the path of a readable file",
                example: "/etc/martlet/core.creds",
                "A file that holds a NATS user's JWT and key"
            ),
            .text("nats.user", \.bus.user, accepts: "a text", example: "core", "The name of a NATS user"),
        ]
        + Setting.secret("nats.password", "The user's password", example: "/etc/martlet/nats.password") {
            $0.bus.password != nil
        } write: {
            $1.bus.password = $0
        }
        + Setting.secret("nats.token", "A token in place of user and password", example: "/etc/martlet/nats.token") {
            $0.bus.token != nil
        } write: {
            $1.bus.token = $0
        } + [
            .text(
                "nats.authority",
                \.bus.authority,
                accepts: "the path of a PEM file",
                example: "/etc/martlet/nats-ca.pem",
                "tls://: who signs the servers' certificates, unless the system trusts them"
            ),
            .text(
                "nats.certificate",
                \.bus.certificate,
                accepts: "the path of a PEM file",
                example: "/etc/martlet/nats.pem",
                "tls://: our own certificate, for servers that ask for one"
            ),
            .text(
                "nats.private_key",
                \.bus.privateKey,
                accepts: "the path of a PEM file",
                example: "/etc/martlet/nats-key.pem",
                "tls://: the key of our own certificate"
            ),
            .duration(
                "nats.lease",
                \.bus.lease,
                in: .milliseconds(300) ... .seconds(3600),
                "How long an edge is believed to be there that says nothing"
            ),
            .duration(
                "nats.renewal",
                \.bus.renewal,
                in: .milliseconds(100) ... .seconds(1200),
                "How often an edge tells of everyone it has; at most a third of nats.lease"
            ),
        ]
}
