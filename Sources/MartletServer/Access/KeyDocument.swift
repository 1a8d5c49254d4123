// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import JWTKit

/// A JWKS as someone has published it: some of its keys may not be for us.
package struct KeyDocument: Sendable {
    /// Why a document is of no use.
    package struct Fault: Error, Hashable, Sendable, CustomStringConvertible {
        /// For the operator; never any of the document's text.
        package let description: String

        package init(description: String) {
            self.description = description
        }
    }

    private struct Fields: Decodable {
        var keys: [Entry]
    }

    /// One key; a member that is there in a shape we do not know counts as absent, so it cannot spoil the others.
    private struct Entry: Decodable {
        private enum CodingKeys: String, CodingKey { case kty, kid, alg, use, crv, n, e, x, y, k }

        var texts: [String: String] = [:]

        init(from decoder: any Decoder) throws {
            let fields = try decoder.container(keyedBy: CodingKeys.self)
            for key in fields.allKeys { self.texts[key.rawValue] = try? fields.decode(String.self, forKey: key) }
        }

        subscript(_ name: String) -> String { self.texts[name] ?? "" }
    }

    private static let keyLimit = 64

    private let entries: [Entry]
    private let mayHoldSecrets: Bool

    /// Reads a document.
    ///
    /// - Parameters:
    ///   - json: Its bytes.
    ///   - mayHoldSecrets: Whether HS256 keys are taken. Not from an address: what many can read is no secret.
    /// - Throws: Why it is of no use.
    package init(json: [UInt8], mayHoldSecrets: Bool) throws(Fault) {
        do {
            self.entries = try JSONDecoder().decode(Fields.self, from: Data(json)).keys
        } catch {
            throw Fault(description: "is not a JWKS: a JSON object with an array 'keys'")
        }
        self.mayHoldSecrets = mayHoldSecrets
        guard self.entries.count <= Self.keyLimit else {
            throw Fault(description: "has more than \(Self.keyLimit) keys")
        }
    }

    /// The keys among it that can verify a token by an algorithm that we accept.
    package func keySet() async throws(Fault) -> KeySet {
        var keys: [VerificationKey] = []
        for entry in self.entries {
            if let key = await self.key(from: entry) { keys.append(key) }
        }
        guard !keys.isEmpty else {
            let algorithms = TokenAlgorithm.allCases.map(\.rawValue).joined(separator: ", ")
            throw Fault(description: "has no key that can verify by one of \(algorithms)")
        }
        return KeySet(keys)
    }

    private func key(from entry: Entry) async -> VerificationKey? {
        guard ["", "sig"].contains(entry["use"]) else { return nil }
        let id = entry.texts["kid"]
        let stated = entry["alg"]
        switch (entry["kty"], entry["crv"]) {
        case ("RSA", _) where ["", TokenAlgorithm.rs256.rawValue].contains(stated):
            guard let key = try? Insecure.RSA.PublicKey(modulus: entry["n"], exponent: entry["e"]) else { return nil }
            return try? await .rsa(key, id: id)
        case ("EC", "P-256") where ["", TokenAlgorithm.es256.rawValue].contains(stated):
            guard let key = try? ES256PublicKey(parameters: (entry["x"], entry["y"])) else { return nil }
            return try? await .ecdsa(key, id: id)
        case ("OKP", "Ed25519") where ["", "Ed25519", TokenAlgorithm.edDSA.rawValue].contains(stated):
            guard let key = try? EdDSA.PublicKey(x: entry["x"], curve: .ed25519) else { return nil }
            return try? await .edDSA(key, id: id)
        case ("oct", _) where ["", TokenAlgorithm.hs256.rawValue].contains(stated) && self.mayHoldSecrets:
            guard let secret = Base64URL.decode(Array(entry["k"].utf8)), secret.count >= 32 else { return nil }
            return try? await .hmac(HMACKey(from: secret), id: id)
        default:
            return nil
        }
    }
}
