// SPDX-License-Identifier: Apache-2.0

/// Names one connection for as long as it lives.
public struct ConnectionID: RawRepresentable, Hashable, Sendable, Codable, CustomStringConvertible {
    /// The name as sent on the wire.
    public let rawValue: String

    /// Wraps a name.
    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    /// The name.
    public var description: String { self.rawValue }
}
