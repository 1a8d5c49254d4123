// SPDX-License-Identifier: Apache-2.0

import Crypto
import CryptoExtras
import FoundationEssentials
import JWTKit
import MartletRules
import MartletServer
import MartletTesting
import MartletWire
import Testing

/// DESIGN 4.8: the algorithm is fixed per key and never taken from the token; iss, aud and exp must be right.
@Suite struct TokenAttackTests {
    static let forge = Forge.shared

    static func verifier(keys: KeySet? = nil) async throws -> TokenVerifier {
        let terms = TokenTerms(issuer: Forge.issuer, audience: Forge.audience)
        let all = try await Self.forge.keySet()
        return TokenVerifier(terms: terms, keys: FixedKeys(keys ?? all))
    }

    /// What is wrong with a token, or `nil` if it is accepted.
    static func fault(
        _ token: Secret,
        keys: KeySet? = nil,
        at now: Timestamp = Forge.now
    ) async throws -> TokenFault? {
        let verifier = try await Self.verifier(keys: keys)
        do throws(TokenFault) {
            _ = try await verifier.verify(CompactToken(token), at: now)
            return nil
        } catch {
            return error
        }
    }

    @Test(arguments: TokenAlgorithm.allCases)
    func `a good token of each algorithm is accepted`(algorithm: TokenAlgorithm) async throws {
        let verifier = try await Self.verifier()
        let token = try CompactToken(Self.forge.token(algorithm, payload: Forge.payload(["name": "\"Alice\""])))
        let identity = try await verifier.verify(token, at: Forge.now).identity
        #expect(identity.issuer == Forge.issuer)
        #expect(identity.subject == "alice")
        #expect(identity.displayName == "Alice")
        #expect(identity.expiresAt == Forge.now.advanced(by: .seconds(600)))
        #expect(identity.refusedFrom == Forge.now.advanced(by: .seconds(660)))
        #expect(identity.issuedAt == Forge.now)
        #expect(!identity.isOperator)
    }

    @Test(arguments: ["none", "None", "NONE", "nOnE", "", "HS512", "null"])
    func `a token that claims to need no signature is refused`(name: String) async throws {
        for algorithm in TokenAlgorithm.allCases {
            let header = #"{"alg":"\#(name)","kid":"\#(algorithm.rawValue)"}"#
            let bare = Forge.token(header: header, payload: Forge.payload()) { _ in [] }
            #expect(try await Self.fault(bare) == .wrongAlgorithm)
            let signed = try Forge.token(header: header, payload: Forge.payload()) {
                try Self.forge.sign(algorithm, $0)
            }
            #expect(try await Self.fault(signed) == .wrongAlgorithm)
        }
    }

    @Test func `a token without an algorithm is not a token`() async throws {
        for header in ["{}", #"{"alg":null}"#, #"{"alg":["ES256"]}"#, "[]", "x", ""] {
            let token = Forge.token(header: header, payload: Forge.payload()) { _ in [1] }
            #expect(throws: TokenFault.malformed) { try CompactToken(token) }
        }
    }

    @Test func `an RSA key's public half does not sign as a shared secret`() async throws {
        let primitives = try Self.forge.rsa.publicKey.getKeyPrimitives()
        let secrets: [[UInt8]] = [
            Array(Self.forge.rsa.publicKey.pemRepresentation.utf8), Array(Self.forge.rsa.publicKey.derRepresentation),
            Array(primitives.modulus), Array(Base64URL.encode(primitives.modulus).utf8), [],
        ]
        for secret in secrets {
            for kid in [#","kid":"RS256""#, ""] {
                let header = #"{"alg":"HS256"\#(kid)}"#
                let token = Forge.token(header: header, payload: Forge.payload()) { bytes in
                    Array(HMAC<SHA256>.authenticationCode(for: bytes, using: SymmetricKey(data: secret)))
                }
                let only = try await Forge.document(Self.forge.jwk(.rs256, kid: "RS256")).keySet()
                #expect(try await Self.fault(token, keys: only) == .wrongAlgorithm)
                #expect(try await Self.fault(token) != nil)
            }
        }
    }

    @Test(arguments: TokenAlgorithm.allCases)
    func `no key verifies by another key's algorithm`(algorithm: TokenAlgorithm) async throws {
        for other in TokenAlgorithm.allCases where other != algorithm {
            let token = try Self.forge.token(algorithm, kid: other.rawValue)
            #expect(try await Self.fault(token) == .wrongAlgorithm)
        }
    }

    @Test func `a key judges the token's algorithm itself, whoever chose the key`() async throws {
        for algorithm in TokenAlgorithm.allCases {
            let set = try await Forge.document(Self.forge.jwk(algorithm, kid: "k")).keySet()
            let key = try #require(set.keys.first)
            #expect(key.hasSigned(try CompactToken(Self.forge.token(algorithm))))
            for name in ["none", "HS512"] + TokenAlgorithm.allCases.filter({ $0 != algorithm }).map(\.rawValue) {
                let header = #"{"alg":"\#(name)","kid":"k"}"#
                let token = try Forge.token(header: header, payload: Forge.payload()) {
                    try Self.forge.sign(algorithm, $0)
                }
                #expect(!key.hasSigned(try CompactToken(token)))
            }
        }
    }

    @Test(arguments: TokenAlgorithm.allCases)
    func `another issuer's key of the same name and algorithm does not sign for ours`(
        algorithm: TokenAlgorithm
    ) async throws {
        let token = try Forge.mallory.token(algorithm)
        // A shared secret is the same in both: it is the one kind that whoever verifies could also have signed with.
        #expect(try await Self.fault(token) == (algorithm == .hs256 ? nil : .badSignature))
    }

    @Test(arguments: TokenAlgorithm.allCases)
    func `a token whose any byte was changed is refused`(algorithm: TokenAlgorithm) async throws {
        let text = Array(try Self.forge.token(algorithm).exposedText.utf8)
        for place in stride(from: 0, to: text.count, by: 7) {
            var changed = text
            changed[place] = changed[place] == UInt8(ascii: "A") ? UInt8(ascii: "B") : UInt8(ascii: "A")
            let token = Secret(String(decoding: changed, as: UTF8.self))
            let verifier = try await Self.verifier()
            await #expect(throws: TokenFault.self) { try await verifier.verify(CompactToken(token), at: Forge.now) }
        }
    }

    @Test func `a claim cannot be exchanged under a signature`() async throws {
        let parts = try Self.forge.token().exposedText.split(separator: ".")
        let other = Base64URL.encode(Forge.payload(["sub": "\"mallory\""]).utf8)
        #expect(try await Self.fault(Secret("\(parts[0]).\(other).\(parts[2])")) == .badSignature)
        #expect(try await Self.fault(Secret("\(parts[0]).\(parts[1]).")) == .badSignature)
    }

    static let names = [
        "../../../../dev/null", "/dev/null", "file:///dev/null", "' OR '1'='1", "x'; DROP TABLE keys; --",
        "ES256\\u0000",
        "es256", " ES256", "", "http://evil.example/jwks", String(repeating: "k", count: 4000),
    ]

    @Test(arguments: names)
    func `a key's name is only ever compared`(kid: String) async throws {
        let token = try Self.forge.token(.es256, kid: kid)
        #expect(try await Self.fault(token) == .unknownKey)
    }

    @Test func `a key that a token brings along is not looked at`() async throws {
        let mallory = Forge.mallory
        let key = try mallory.jwk(.es256, kid: "ES256")
        for extra in [
            #","jwk":\#(key)"#, #","jku":"https://evil.example/jwks""#, #","x5u":"https://evil.example/cert""#,
            #","x5c":["MIIB"]"#,
        ] {
            let header = #"{"alg":"ES256","kid":"ES256"\#(extra)}"#
            let forged = try Forge.token(header: header, payload: Forge.payload()) { try mallory.sign(.es256, $0) }
            #expect(try await Self.fault(forged) == .badSignature)
            let good = try Forge.token(header: header, payload: Forge.payload()) { try Self.forge.sign(.es256, $0) }
            #expect(try await Self.fault(good) == nil)
        }
    }

    @Test func `an extension that we do not know is refused when the token says it matters`() throws {
        let header = #"{"alg":"ES256","kid":"ES256","crit":["b64"],"b64":false}"#
        let token = try Forge.token(header: header, payload: Forge.payload()) { try Self.forge.sign(.es256, $0) }
        #expect(throws: TokenFault.critical) { try CompactToken(token) }
    }

    @Test func `a token that names no key is tried only with a key that has no name, or the only one`() async throws {
        let header = #"{"alg":"ES256"}"#
        let token = try Forge.token(header: header, payload: Forge.payload()) { try Self.forge.sign(.es256, $0) }
        #expect(try await Self.fault(token) == .unknownKey)
        let only = try await Forge.document(Self.forge.jwk(.es256, kid: "named")).keySet()
        #expect(try await Self.fault(token, keys: only) == nil)
        let nameless = try await Forge.document(
            Self.forge.jwk(.rs256, kid: nil),
            Self.forge.jwk(.es256, kid: nil),
            Forge.mallory.jwk(.es256, kid: nil)
        ).keySet()
        #expect(try await Self.fault(token, keys: nameless) == nil)
    }

    // MARK: Claims

    static let claims: [([String: String?], TokenFault)] = [
        (["iss": nil], .missingClaim),
        (["iss": #""https://evil.example""#], .wrongIssuer),
        (["iss": #"["https://issuer.example"]"#], .malformed),
        (["aud": nil], .missingClaim),
        (["aud": #""other""#], .wrongAudience),
        (["aud": "[]"], .missingClaim),
        (["aud": #"["other","more"]"#], .wrongAudience),
        (["aud": #"["martlet-app",7]"#], .malformed),
        (["aud": #"{"martlet-app":true}"#], .malformed),
        (["sub": nil], .missingClaim),
        (["sub": #""""#], .missingClaim),
        (["sub": "7"], .malformed),
        (["exp": nil], .missingClaim),
        (["exp": "1"], .malformed),
        (["exp": "1", "iat": nil], .expired),
        (["exp": "1799999940"], .malformed),
        (["exp": "1799999940", "iat": "1799999000"], .expired),
        (["exp": #""1900000000""#], .malformed),
        (["exp": "null"], .malformed),
        (["exp": "1e300"], .malformed),
        (["exp": "-1e300"], .malformed),
        (["exp": "99999999999999999999"], .malformed),
        (["exp": "true"], .malformed),
        (["nbf": "1800000061"], .notYetValid),
        (["nbf": #""0""#], .malformed),
        (["iat": "1800000061"], .notYetValid),
        (["iat": #""now""#], .malformed),
    ]

    @Test(arguments: claims)
    func `a claim that is missing, wrong or of the wrong kind is refused`(
        changes: [String: String?],
        fault: TokenFault
    ) async throws {
        #expect(try await Self.fault(Self.forge.token(payload: Forge.payload(changes))) == fault)
    }

    static let accepted: [[String: String?]] = [
        ["iat": nil], ["nbf": "1800000060"], ["iat": "1800000060"], ["exp": "1799999941", "iat": "1799999000"],
        ["aud": #"["other","martlet-app"]"#], ["exp": "1800000600.75"], ["exp": "4000000000000"],
        ["exp": "18e8", "iat": "1"],
        ["groups": #"{"a":[1,{"b":null}]}"#],
    ]

    @Test(arguments: accepted)
    func `what is unusual but right is accepted`(changes: [String: String?]) async throws {
        #expect(try await Self.fault(Self.forge.token(payload: Forge.payload(changes))) == nil)
    }

    @Test(arguments: ["[]", "null", "7", "\"x\"", "", "{", "{\"iss\":}"])
    func `a payload that is no object is no token`(payload: String) throws {
        let token = try Self.forge.token(payload: payload)
        #expect(throws: TokenFault.malformed) { try CompactToken(token) }
    }

    // MARK: Size and shape

    @Test func `a token of more than 8 KiB is not even read`() async throws {
        let long = try Self.forge.token(payload: Forge.payload(["x": "\"\(String(repeating: "x", count: 7000))\""]))
        #expect(long.exposedText.utf8.count > 8192)
        #expect(throws: TokenFault.tooLong) { try CompactToken(long) }
        let fitting = try Self.forge.token(payload: Forge.payload(["x": "\"\(String(repeating: "x", count: 5000))\""]))
        #expect(try await Self.fault(fitting) == nil)
    }

    @Test func `a payload too deep to be anyone's claims is refused before it fills the stack`() throws {
        for depth in [20, 400, 2900] {
            let deep = String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
            let token = try Self.forge.token(payload: Forge.payload(["x": deep]))
            #expect(throws: TokenFault.malformed) { try CompactToken(token) }
        }
    }

    @Test(arguments: ["", ".", "..", "...", "a.b.c", "a.b", "a.b.c.d", "e30.e30.", "é.é.é", " . . "])
    func `what is not three parts of base64url holding JSON is refused`(text: String) {
        #expect(throws: TokenFault.malformed) { try CompactToken(Secret(text)) }
    }

    @Test func `random bytes never crash the reader`() throws {
        var generator = SeededGenerator(seed: 4711)
        let good = Array(try Self.forge.token().exposedText.utf8)
        for _ in 0..<2000 {
            var bytes = good
            for _ in 0..<Int.random(in: 1...6, using: &generator) {
                let place = Int.random(in: 0..<bytes.count, using: &generator)
                bytes[place] = UInt8.random(in: 32...126, using: &generator)
            }
            _ = try? CompactToken(Secret(String(decoding: bytes, as: UTF8.self)))
        }
    }

    // MARK: Rotation

    @Test func `a token signed by a new key is accepted after one look`() async throws {
        let old = try await Forge.document(Forge.mallory.jwk(.es256, kid: "old")).keySet()
        let keys = FixedKeys(old, next: try await Self.forge.keySet())
        let terms = TokenTerms(issuer: Forge.issuer, audience: Forge.audience)
        let verifier = TokenVerifier(terms: terms, keys: keys)
        let (_, generation) = try await verifier.verify(CompactToken(Self.forge.token()), at: Forge.now)
        #expect(keys.misses == 1)
        #expect(generation == 1)
    }

    @Test func `a token that would be refused anyway does not make us ask its issuer`() async throws {
        let keys = FixedKeys(try await Forge.document(Forge.mallory.jwk(.es256, kid: "old")).keySet())
        let verifier = TokenVerifier(terms: TokenTerms(issuer: Forge.issuer, audience: Forge.audience), keys: keys)
        for changes in [["iss": "\"x\""], ["aud": "\"x\""], ["exp": "1", "iat": nil]] as [[String: String?]] {
            let token = try CompactToken(Self.forge.token(payload: Forge.payload(changes)))
            await #expect(throws: TokenFault.self) { try await verifier.verify(token, at: Forge.now) }
        }
        #expect(keys.misses == 0)
    }
}
