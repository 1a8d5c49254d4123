// SPDX-License-Identifier: Apache-2.0

package import NIOSSL

/// A certificate chain and its private key, read from PEM files at start.
package enum TLSMaterial {
    /// What a server needs to speak TLS 1.2 and up, with HTTP/2 on offer.
    ///
    /// `certificate` is the file of the chain, the server's own certificate first; `key` that of its private key,
    /// without a passphrase. The settings are what the operator calls the two: errors say it.
    package static func context(
        certificate: String,
        key: String,
        certificateSetting: String = "tls-certificate",
        keySetting: String = "tls-key"
    ) throws(TLSMaterialError) -> NIOSSLContext {
        let chain: [NIOSSLCertificate]
        do {
            chain = try NIOSSLCertificate.fromPEMFile(certificate)
        } catch {
            throw TLSMaterialError(certificateSetting, "is not a readable PEM file of certificates")
        }
        guard !chain.isEmpty else {
            throw TLSMaterialError(certificateSetting, "holds no certificate")
        }
        let privateKey: NIOSSLPrivateKey
        do {
            privateKey = try NIOSSLPrivateKey(file: key, format: .pem)
        } catch {
            throw TLSMaterialError(keySetting, "is not a readable PEM file of a private key without a passphrase")
        }
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: chain.map { .certificate($0) },
            privateKey: .privateKey(privateKey)
        )
        configuration.minimumTLSVersion = .tlsv12
        configuration.applicationProtocols = ["h2", "http/1.1"]
        do {
            return try NIOSSLContext(configuration: configuration)
        } catch {
            throw TLSMaterialError(keySetting, "does not belong to the certificate in \(certificateSetting)")
        }
    }
}

/// TLS was asked for and cannot be spoken; the text names the setting to look at, and no file.
package struct TLSMaterialError: Error, Equatable, CustomStringConvertible {
    package let setting: String
    package let problem: String

    init(_ setting: String, _ problem: String) {
        self.setting = setting
        self.problem = problem
    }

    package var description: String { "\(self.setting) \(self.problem)" }
}
