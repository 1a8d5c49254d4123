// SPDX-License-Identifier: Apache-2.0

import MartletWire
import NIOSSL

/// A client's side of TLS, for calls and for sockets alike.
struct TLSTrust: Sendable {
    let configuration: TLSConfiguration
    let context: NIOSSLContext

    /// Reads what is to be trusted.
    init(_ trust: ServerTrust) throws(RPCError) {
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.minimumTLSVersion = .tlsv12
        switch trust {
        case .system:
            break
        case .authorities(let file):
            guard let certificates = try? NIOSSLCertificate.fromPEMFile(file), !certificates.isEmpty else {
                throw .invalid("trust", "expected a readable PEM file of certificates")
            }
            configuration.trustRoots = .certificates(certificates)
        }
        self.configuration = configuration
        do {
            self.context = try NIOSSLContext(configuration: configuration)
        } catch {
            throw RPCError(.internalError, "TLS cannot be set up")
        }
    }
}
