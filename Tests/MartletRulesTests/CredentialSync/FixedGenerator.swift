// SPDX-License-Identifier: Apache-2.0

/// Chance that always falls the same way.
struct FixedGenerator: RandomNumberGenerator {
    private let value: UInt64

    /// The beginning of every range.
    static let lowest = Self(value: 0)
    /// As good as the end of every range; at the very end the standard library would draw again, and for ever.
    static let highest = Self(value: .max - 1 << 24)

    private init(value: UInt64) {
        self.value = value
    }

    mutating func next() -> UInt64 { self.value }
}
