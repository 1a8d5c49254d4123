// SPDX-License-Identifier: Apache-2.0

import Logging
import MartletRules
import MartletServer
import MartletWire

extension Setting {
    /// Settings that belong together, under one heading of the sample file.
    struct Group: Sendable {
        /// The heading.
        let title: String
        /// The settings, in the order in which they are written.
        let settings: [Setting]
    }

    /// Every setting, in the order of the sample file.
    static let groups = [
        Group(title: "The process and where it listens", settings: Self.process),
        Group(title: "NATS, where cores and edges of several machines meet", settings: Self.nats),
        Group(title: "Whom the server believes", settings: Self.access),
        Group(title: "Store and log", settings: Self.storage),
        Group(title: "Taking connections on", settings: Self.admission),
        Group(title: "Huddles", settings: Self.huddles),
        Group(title: "The server's own log lines", settings: Self.logging),
        Group(title: "Limits; all save rates are reported to clients in hello.limits", settings: Self.limits),
    ]

    /// Every setting.
    static let all = Self.groups.flatMap(\.settings)

    private static let process: [Setting] = [
        .choice("role", \.role, "Which halves run in this process: core and edge, or one of them"),
        .value(
            "events",
            \.events,
            accepts: "unix: and a path, or nats:// or tls:// servers, such as unix:/run/martlet/events.sock",
            example: "unix:/run/martlet/events.sock",
            "Where core and edge meet when they are two processes: a socket, or NATS servers with commas between"
        ),
        .text("host", \.host, accepts: "a name or an address", "The address to bind; --auth dev binds loopback only"),
        .number("port", \.port, in: 0...65535, "The port to bind; 0 takes a free one"),
        .number(
            "operations_port",
            \.operationsPort,
            in: 0...65535,
            example: "8788",
            "A second port for health and metrics alone, open to whoever reaches it"
        ),
        .text(
            "certificate",
            \.certificate,
            accepts: "the path of a PEM file",
            example: "/etc/martlet/fullchain.pem",
            "TLS: the certificate chain, the server's own first"
        ),
        .text(
            "private_key",
            \.privateKey,
            accepts: "the path of a PEM file",
            example: "/etc/martlet/privkey.pem",
            "TLS: its private key, without a passphrase"
        ),
        .number(
            "loops",
            \.loops,
            in: 1...1024,
            example: "4",
            "How many event loops serve connections; one for each processor but one, the store's, unless decided"
        ),
        .number("backlog", \.backlog, in: 1...65535, "How many connections the kernel holds until they are accepted"),
        .text(
            "client_config",
            \.clientConfiguration,
            accepts: "the path of a JSON file",
            example: "/etc/martlet/config.json",
            "What clients are told at /config.json beside the server's own fields, read again when it changes"
        ),
        .text(
            "pages.directory",
            \.pagesDirectory,
            accepts: "the path of a directory",
            example: "/etc/martlet/pages",
            "Files that are served instead of the pages' own of the same name, read on every request"
        ),
    ]

    private static let storage: [Setting] =
        [
            .text("data", \.data, accepts: "the path of a directory", "The directory of store, media and signing key"),
            .text(
                "signing_key_file",
                \.signingKeyFile,
                accepts: "the path of a file",
                example: "/etc/martlet/signing.key",
                "The key of our own tokens, made when it is not there; cores of one system share it"
            ),
        ]
        + Setting.secret(
            "database",
            "The PostgreSQL database that holds the store instead of a file, with what libpq may be told in its URL",
            accepts: "a postgres:// URL",
            sample: "postgres://martlet@db.example.com/martlet?sslmode=verify-full",
            example: "/etc/martlet/database"
        ) {
            $0.database != nil
        } write: {
            $1.database = $0
        } + Self.storing

    private static let storing: [Setting] = [
        .number("store.batch", \.store.batch, in: 1...100_000, "How many changes share one transaction at most"),
        .number("store.readers", \.store.readers, in: 1...64, "How many snapshots may be read at once"),
        .bytes(
            "store.whole_check_below",
            \.store.wholeCheckBelow,
            in: 0...(1 << 50),
            "Stores up to this size are checked whole at start"
        ),
        .duration(
            "store.trim_interval",
            \.store.trimInterval,
            in: .seconds(1) ... .seconds(86_400),
            "How often entries that the log need not keep are removed; see limits.log_kept_ms"
        ),
        .number(
            "tail.entries",
            \.tail.entries,
            in: 1...100_000_000,
            "How many of the newest entries are kept in memory"
        ),
        .bytes(
            "tail.bytes",
            \.tail.bytes,
            in: 1...(1 << 40),
            "How many bytes of the newest entries are kept in memory"
        ),
    ]

    private static let admission: [Setting] = [
        .number(
            "admission.per_second",
            \.admission.perSecond,
            in: 1...1_000_000,
            example: "none",
            "How many sockets may attach each second, so that a storm of returning clients passes; none takes all"
        ),
        .number("admission.burst", \.admission.burst, in: 1...1_000_000, "How many may attach at once after a rest"),
        .duration(
            "admission.window",
            \.admission.window,
            in: .zero ... .seconds(3600),
            "How long after a start people who were online are still counted so"
        ),
        .number(
            "admission.handshakes",
            \.admission.handshakes,
            in: 1...10_000_000,
            "How many connections may not yet have made a request; one address may take two thirds"
        ),
    ]

    private static let huddles: [Setting] =
        [
            .text(
                "livekit.url",
                \.liveKitURL,
                accepts: "a ws(s):// or http(s):// URL",
                example: "wss://rooms.example.com",
                "The room service that carries sound and pictures; without one, huddles only count who is there"
            ),
            .text("livekit.key", \.liveKitKey, accepts: "a text", example: "martlet", "The name of its API key"),
        ]
        + Setting.secret(
            "livekit.secret",
            "The API key's secret",
            example: "/etc/martlet/livekit.secret"
        ) {
            $0.liveKitSecret != nil
        } write: {
            $1.liveKitSecret = $0
        } + [
            .duration(
                "huddle.interval",
                \.huddleInterval,
                in: .seconds(1) ... .seconds(3600),
                "How often huddles are compared with the room service"
            )
        ]

    private static let logging: [Setting] = [
        .choice("log.level", \.logLevel, "The least important level that is logged"),
        .choice("log.format", \.logFormat, "How log lines are written: for people, or as JSON for machines"),
    ]
}
