// SPDX-License-Identifier: Apache-2.0

/// A length of time in whole milliseconds, as every `*_ms` on the wire that is not an instant.
public struct Milliseconds: RawRepresentable, Hashable, Sendable, Codable, Comparable, ExpressibleByIntegerLiteral {
    /// How many.
    public let rawValue: Int64

    /// Wraps a number.
    public init(rawValue: Int64) {
        self.rawValue = rawValue
    }

    /// Creates a length from a literal.
    public init(integerLiteral value: Int64) {
        self.init(rawValue: value)
    }

    /// Cuts a duration to the millisecond.
    public init(_ duration: Duration) {
        let (seconds, attoseconds) = duration.components
        self.init(rawValue: seconds * 1000 + attoseconds / 1_000_000_000_000_000)
    }

    /// Creates the least whole number of milliseconds that is no shorter: whoever waits so long has waited long enough.
    public init(roundingUp duration: Duration) {
        let whole = Self(duration)
        self.init(rawValue: whole.rawValue + (whole.duration < duration ? 1 : 0))
    }

    /// The same length as the standard library's type.
    public var duration: Duration { .milliseconds(self.rawValue) }

    /// Whether one is shorter than another.
    public static func < (left: Self, right: Self) -> Bool {
        left.rawValue < right.rawValue
    }
}
