// SPDX-License-Identifier: Apache-2.0

/// A wall-clock instant in whole milliseconds since 1970, as every `*_at` on the wire.
public struct Timestamp: RawRepresentable, Hashable, Sendable, Comparable, ExpressibleByIntegerLiteral {
    /// Milliseconds since 1970-01-01T00:00:00Z.
    public let rawValue: Int64

    /// Wraps milliseconds since 1970.
    public init(rawValue: Int64) {
        self.rawValue = rawValue
    }

    /// Creates a timestamp from a literal.
    public init(integerLiteral value: Int64) {
        self.init(rawValue: value)
    }

    /// Whether one instant comes before another.
    public static func < (left: Self, right: Self) -> Bool {
        left.rawValue < right.rawValue
    }

    /// The instant that much later, to the millisecond.
    public func advanced(by duration: Duration) -> Self {
        let (seconds, attoseconds) = duration.components
        return Self(rawValue: self.rawValue + seconds * 1000 + attoseconds / 1_000_000_000_000_000)
    }
}

extension Timestamp: Codable {
    /// Decodes a bare integer.
    public init(from decoder: any Decoder) throws {
        self.rawValue = try decoder.singleValueContainer().decode(Int64.self)
    }

    /// Encodes a bare integer.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(self.rawValue)
    }
}
