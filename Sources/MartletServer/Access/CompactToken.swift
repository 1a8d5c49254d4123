// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
package import MartletRules
import MartletWire

/// A JSON web token taken apart, and not believed yet.
///
/// Of the header only `alg` and `kid` are read, and `crit` to refuse it. A key or an address of a key in the header
/// (`jwk`, `jku`, `x5c`, `x5u`) is not even looked at: whoever writes the token would choose who verifies it.
package struct CompactToken: Sendable, Redacted {
    private struct Header: Decodable {
        var alg: String
        var kid: String?
        var crit: [String]?
    }

    /// The algorithm that the header claims: compared with the key's, never chosen by.
    package let algorithm: String
    /// The key that the header names.
    package let keyID: String?
    /// The registered claims.
    package let claims: TokenClaims
    /// All claims.
    package let payload: ClaimValue
    /// What the signature is over.
    package let signedBytes: [UInt8]
    /// The signature.
    package let signature: [UInt8]

    /// Takes a token apart.
    package init(_ token: Secret) throws(TokenFault) {
        let bytes = Array(token.exposedText.utf8)
        guard bytes.count <= Credentials.tokenLimit else { throw .tooLong }
        let parts = bytes.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard parts.count == 3, let header = Base64URL.decode(parts[0]), let payload = Base64URL.decode(parts[1]),
            let signature = Base64URL.decode(parts[2])
        else { throw .malformed }
        let head: Header
        do {
            head = try JSONDecoder().decode(Header.self, from: Data(header))
            self.payload = try JSONDecoder().decode(ClaimValue.self, from: Data(payload))
        } catch {
            throw .malformed
        }
        guard head.crit == nil else { throw .critical }
        self.algorithm = head.alg
        self.keyID = head.kid
        self.claims = try Self.claims(of: self.payload)
        self.signedBytes = Array(bytes[..<parts[1].endIndex])
        self.signature = signature
    }

    private static func claims(of payload: ClaimValue) throws(TokenFault) -> TokenClaims {
        guard case .object = payload else { throw .malformed }
        return TokenClaims(
            issuer: try Self.text(payload["iss"]),
            audiences: try Self.audiences(payload["aud"]),
            subject: try Self.text(payload["sub"]),
            issuedAt: try Self.instant(payload["iat"]),
            notBefore: try Self.instant(payload["nbf"]),
            expiresAt: try Self.instant(payload["exp"])
        )
    }

    private static func text(_ value: ClaimValue?) throws(TokenFault) -> String? {
        switch value {
        case nil: return nil
        case .text(let text): return text
        default: throw .malformed
        }
    }

    private static func audiences(_ value: ClaimValue?) throws(TokenFault) -> [String] {
        switch value {
        case nil: return []
        case .text(let text): return [text]
        case .list(let values):
            var audiences: [String] = []
            for value in values {
                guard case .text(let text) = value else { throw .malformed }
                audiences.append(text)
            }
            return audiences
        default: throw .malformed
        }
    }

    /// Seconds since 1970, perhaps with a fraction; bounded so that nothing computed from it can overflow.
    private static func instant(_ value: ClaimValue?) throws(TokenFault) -> Timestamp? {
        switch value {
        case nil: return nil
        case .number(let seconds) where seconds.magnitude <= 4_000_000_000_000:
            return Timestamp(rawValue: Int64((seconds * 1000).rounded()))
        default: throw .malformed
        }
    }
}
