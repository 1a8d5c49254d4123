// SPDX-License-Identifier: Apache-2.0

package import MartletRules

/// The keys that an issuer signs with at one time.
package struct KeySet: Sendable {
    /// Distinguishes one loading of the keys from the next: what was verified with earlier keys is verified again.
    package var generation = 0
    /// The keys, in the issuer's order.
    package let keys: [VerificationKey]

    package init(_ keys: [VerificationKey] = []) {
        self.keys = keys
    }

    /// Verifies a token's signature with the key that it names.
    ///
    /// A token that names none is tried with the keys that have no name, or with the only key there is.
    package func verify(_ token: CompactToken) throws(TokenFault) {
        let named = self.keys.filter { $0.id == token.keyID }
        let candidates = named.isEmpty && token.keyID == nil && self.keys.count == 1 ? self.keys : named
        guard !candidates.isEmpty else { throw .unknownKey }
        let fitting = candidates.filter { $0.algorithm.rawValue == token.algorithm }
        guard !fitting.isEmpty else { throw .wrongAlgorithm }
        guard fitting.contains(where: { $0.hasSigned(token) }) else { throw .badSignature }
    }
}
