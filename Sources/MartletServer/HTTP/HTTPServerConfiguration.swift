// SPDX-License-Identifier: Apache-2.0

package import NIOSSL

/// Where a server listens, and how much it takes on.
package struct HTTPServerConfiguration: Sendable {
    /// A name or an address.
    package var host: String
    /// 0 takes a free port.
    package var port: Int
    /// With it the port speaks TLS alone; see ``TLSMaterial``.
    package var tls: NIOSSLContext?
    /// Connections that the kernel holds until they are accepted.
    package var backlog = 4096
    package var sockets = SocketSettings()
    /// The connections that have yet to say what they want.
    package var handshakes = HandshakeAdmission()

    package init(host: String, port: Int, tls: NIOSSLContext? = nil) {
        self.host = host
        self.port = port
        self.tls = tls
    }
}
