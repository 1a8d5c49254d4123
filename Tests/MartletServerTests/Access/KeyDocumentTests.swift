// SPDX-License-Identifier: Apache-2.0

import MartletServer
import Testing

@Suite struct KeyDocumentTests {
    static let forge = Forge.shared

    static func ids(_ keys: String..., mayHoldSecrets: Bool = true) async throws -> [String?] {
        let document = try Forge.document(keys.joined(separator: ","), mayHoldSecrets: mayHoldSecrets)
        return try await document.keySet().keys.map(\.id)
    }

    @Test func `a key of each algorithm is taken, stated or implied`() async throws {
        for isStated in [true, false] {
            let keys = try TokenAlgorithm.allCases.map { try Self.forge.jwk($0, kid: $0.rawValue, alg: isStated) }
            let set = try await Forge.document(keys.joined(separator: ",")).keySet()
            #expect(set.keys.map(\.algorithm) == TokenAlgorithm.allCases)
            #expect(set.keys.map(\.id) == TokenAlgorithm.allCases.map(\.rawValue))
        }
    }

    @Test func `keys that are not for us do not spoil those that are`() async throws {
        let good = try Self.forge.jwk(.es256, kid: "good")
        let others = [
            #"{"kty":"EC","crv":"P-521","x":"AA","y":"AA","kid":"curve"}"#,
            #"{"kty":"EC","crv":"secp256k1","alg":"ES256K","x":"AA","y":"AA","kid":"bitcoin"}"#,
            #"{"kty":"EC","crv":"P-256","x":"AA","y":"AA","kid":"off the curve"}"#,
            #"{"kty":"RSA","n":"AQAB","e":"AQAB","kid":"short"}"#,
            #"{"kty":"RSA","e":"AQAB","kid":"half"}"#,
            #"{"kty":"OKP","crv":"X25519","x":"AA","kid":"exchange"}"#,
            #"{"kty":"AKP","alg":"ML-DSA-65","pub":"AA","kid":"later"}"#,
            #"{"kty":7,"kid":["x"]}"#, "{}",
            try Self.forge.jwk(.rs256, kid: "enc", extra: #","use":"enc""#),
            try Self.forge.jwk(.rs256, kid: "pss", alg: false, extra: #","alg":"PS256""#),
            try Self.forge.jwk(.hs256, kid: "hs512", alg: false, extra: #","alg":"HS512""#),
        ]
        #expect(try await Self.ids(others.joined(separator: ","), good) == ["good"])
    }

    @Test func `a shared secret is too short below 32 bytes`() async throws {
        let short = #"{"kty":"oct","kid":"short","k":"\#(Base64URL.encode([UInt8](repeating: 1, count: 31)))"}"#
        #expect(try await Self.ids(short, Self.forge.jwk(.hs256, kid: "long")) == ["long"])
    }

    @Test func `a shared secret is taken from a file, and never from an address`() async throws {
        let (secret, key) = (try Self.forge.jwk(.hs256, kid: "s"), try Self.forge.jwk(.es256, kid: "k"))
        #expect(try await Self.ids(secret, key) == ["s", "k"])
        #expect(try await Self.ids(secret, key, mayHoldSecrets: false) == ["k"])
    }

    @Test(arguments: ["", "[]", "{}", #"{"keys":{}}"#, #"{"keys":null}"#, #"{"keys":[7]}"#, "not json"])
    func `what is no JWKS is refused in words that show none of it`(text: String) {
        let error = #expect(throws: KeyDocument.Fault.self) {
            try KeyDocument(json: Array(text.utf8), mayHoldSecrets: true)
        }
        #expect(error?.description == "is not a JWKS: a JSON object with an array 'keys'")
    }

    @Test func `a set without a usable key is refused, and so is one without end`() async throws {
        await #expect(throws: KeyDocument.Fault.self) { try await Forge.document().keySet() }
        let many = Array(repeating: "{}", count: 65).joined(separator: ",")
        #expect(throws: KeyDocument.Fault.self) { try Forge.document(many) }
    }
}
