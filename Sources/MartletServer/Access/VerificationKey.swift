// SPDX-License-Identifier: Apache-2.0

package import JWTKit

/// A key that verifies tokens by one algorithm, and by no other whatever a token says.
package struct VerificationKey: Sendable, Redacted {
    /// The name under which tokens refer to it.
    package let id: String?
    /// What it verifies by.
    package let algorithm: TokenAlgorithm
    private let verifier: any JWTAlgorithm

    /// Our own key.
    package init(_ key: SigningKey, id: String) {
        self.id = id
        self.algorithm = .hs256
        self.verifier = key
    }

    private init(id: String?, algorithm: TokenAlgorithm, keys: JWTKeyCollection) async throws {
        self.id = id
        self.algorithm = algorithm
        // The collection holds this key alone, so there is nothing to choose: its own choice is by what the token says.
        self.verifier = try await keys.getKey()
    }

    /// A shared secret.
    package static func hmac(_ key: HMACKey, id: String?) async throws -> Self {
        let keys = await JWTKeyCollection().add(hmac: key, digestAlgorithm: .sha256)
        return try await Self(id: id, algorithm: .hs256, keys: keys)
    }

    /// The public half of an RSA key.
    package static func rsa(_ key: Insecure.RSA.PublicKey, id: String?) async throws -> Self {
        let keys = await JWTKeyCollection().add(rsa: key, digestAlgorithm: .sha256)
        return try await Self(id: id, algorithm: .rs256, keys: keys)
    }

    /// The public half of a P-256 key.
    package static func ecdsa(_ key: ES256PublicKey, id: String?) async throws -> Self {
        let keys = await JWTKeyCollection().add(ecdsa: key)
        return try await Self(id: id, algorithm: .es256, keys: keys)
    }

    /// The public half of an Ed25519 key.
    package static func edDSA(_ key: EdDSA.PublicKey, id: String?) async throws -> Self {
        let keys = await JWTKeyCollection().add(eddsa: key)
        return try await Self(id: id, algorithm: .edDSA, keys: keys)
    }

    /// Whether the key has signed this by its own algorithm, and the token says so.
    package func hasSigned(_ token: CompactToken) -> Bool {
        guard token.algorithm == self.algorithm.rawValue else { return false }
        return (try? self.verifier.verify(token.signature, signs: token.signedBytes)) ?? false
    }
}
