// SPDX-License-Identifier: Apache-2.0

/// The hash behind ``ExperimentAlgorithm/martlet1``: base 131 over UTF-16 units, modulo the largest prime below 2^32.
///
/// Kept to the bit, because a change would move people between variants. It does not mix: texts that differ in their
/// last character by one have hashes that differ by one.
package struct PolynomialHash: Hashable, Sendable {
    private static let base: UInt64 = 131
    private static let prime: UInt64 = 4_294_967_291

    /// The hash, below the prime.
    package let value: UInt64

    package init(_ text: String) {
        // Never above 2^40.
        self.value = text.utf16.reduce(0) { ($0 * Self.base + UInt64($1)) % Self.prime }
    }
}
