// SPDX-License-Identifier: Apache-2.0

import Crypto
import CryptoExtras
import FoundationEssentials
import JWTKit
import MartletRules
import MartletServer
import MartletWire

/// An issuer of tokens, good and bad, with a key of each algorithm.
struct Forge: Sendable {
    static let issuer = "https://issuer.example"
    static let audience = "martlet-app"
    static let now: Timestamp = 1_800_000_000_000

    /// Generated once: an RSA key takes a while to find.
    static let shared = Self.make()
    /// Another issuer, whose keys bear the same names.
    static let mallory = Self.make()

    let hmac = [UInt8](repeating: 0x5A, count: 32)
    let rsa: _RSA.Signing.PrivateKey
    let ecdsa = P256.Signing.PrivateKey()
    let edDSA = Curve25519.Signing.PrivateKey()

    private static func make() -> Forge {
        do {
            return Forge(rsa: try _RSA.Signing.PrivateKey(keySize: .bits2048))
        } catch {
            preconditionFailure("no RSA key: \(error)")
        }
    }

    // MARK: Keys

    /// The key of an algorithm as a JWKS would have it.
    func jwk(_ algorithm: TokenAlgorithm, kid: String?, alg: Bool = true, extra: String = "") throws -> String {
        let members =
            switch algorithm {
            case .hs256: #""kty":"oct","k":"\#(Base64URL.encode(self.hmac))""#
            case .rs256: try self.rsaMembers()
            case .es256: self.ecdsaMembers()
            case .edDSA:
                #""kty":"OKP","crv":"Ed25519","x":"\#(Base64URL.encode(self.edDSA.publicKey.rawRepresentation))""#
            }
        let name = kid.map { #","kid":"\#($0)""# } ?? ""
        let stated = alg ? #","alg":"\#(algorithm.rawValue)""# : ""
        return "{\(members)\(name)\(stated)\(extra)}"
    }

    private func rsaMembers() throws -> String {
        let primitives = try self.rsa.publicKey.getKeyPrimitives()
        let (n, e) = (Base64URL.encode(primitives.modulus), Base64URL.encode(primitives.publicExponent))
        return #""kty":"RSA","n":"\#(n)","e":"\#(e)""#
    }

    private func ecdsaMembers() -> String {
        let raw = self.ecdsa.publicKey.rawRepresentation
        let (x, y) = (Base64URL.encode(raw.prefix(32)), Base64URL.encode(raw.suffix(32)))
        return #""kty":"EC","crv":"P-256","x":"\#(x)","y":"\#(y)""#
    }

    static func document(_ keys: String..., mayHoldSecrets: Bool = true) throws -> KeyDocument {
        try KeyDocument(
            json: Array("{\"keys\":[\(keys.joined(separator: ","))]}".utf8),
            mayHoldSecrets: mayHoldSecrets
        )
    }

    /// One key of each algorithm, named after it.
    func keySet() async throws -> KeySet {
        let keys = try TokenAlgorithm.allCases.map { try self.jwk($0, kid: $0.rawValue) }
        return try await Self.document(keys.joined(separator: ",")).keySet()
    }

    // MARK: Tokens

    /// A payload that is good at ``now``, with changes; a change to `nil` leaves the claim out.
    static func payload(_ changes: [String: String?] = [:], at now: Timestamp = now) -> String {
        let second = now.rawValue / 1000
        var claims: [String: String] = [
            "iss": "\"\(Self.issuer)\"", "aud": "\"\(Self.audience)\"", "sub": "\"alice\"",
            "iat": "\(second)", "exp": "\(second + 600)",
        ]
        for (name, value) in changes { claims[name] = value }
        return "{\(claims.map { "\"\($0.key)\":\($0.value)" }.sorted().joined(separator: ","))}"
    }

    func sign(_ algorithm: TokenAlgorithm, _ bytes: [UInt8]) throws -> [UInt8] {
        switch algorithm {
        case .hs256:
            Array(HMAC<SHA256>.authenticationCode(for: bytes, using: SymmetricKey(data: self.hmac)))
        case .rs256:
            Array(
                try self.rsa.signature(for: SHA256.hash(data: bytes), padding: .insecurePKCS1v1_5).rawRepresentation
            )
        case .es256: Array(try self.ecdsa.signature(for: SHA256.hash(data: bytes)).rawRepresentation)
        case .edDSA: Array(try self.edDSA.signature(for: bytes))
        }
    }

    /// A token with any header and payload, signed by any means.
    static func token(
        header: String,
        payload: String,
        signature: ([UInt8]) throws -> [UInt8]
    ) rethrows -> Secret {
        let body = "\(Base64URL.encode(header.utf8)).\(Base64URL.encode(payload.utf8))"
        return Secret("\(body).\(Base64URL.encode(try signature(Array(body.utf8))))")
    }

    /// A token as the issuer would make it.
    func token(
        _ algorithm: TokenAlgorithm = .es256,
        kid: String? = nil,
        payload: String = payload()
    ) throws -> Secret {
        let header = #"{"alg":"\#(algorithm.rawValue)","typ":"JWT","kid":"\#(kid ?? algorithm.rawValue)"}"#
        return try Self.token(header: header, payload: payload) { try self.sign(algorithm, $0) }
    }
}
