// SPDX-License-Identifier: Apache-2.0

/// The ways of signing a token that we accept.
package enum TokenAlgorithm: String, Hashable, Sendable, CaseIterable {
    /// HMAC with SHA-256: whoever can verify can also sign.
    case hs256 = "HS256"
    /// RSA with PKCS #1 v1.5 padding and SHA-256.
    case rs256 = "RS256"
    /// ECDSA on P-256 with SHA-256.
    case es256 = "ES256"
    /// Ed25519.
    case edDSA = "EdDSA"
}
