// SPDX-License-Identifier: Apache-2.0

/// Names one huddle and its media room: random, so that knowing one says nothing of another.
public struct RoomID: RawRepresentable, Hashable, Sendable, Codable, CustomStringConvertible {
    /// The name as sent on the wire.
    public let rawValue: String

    /// Wraps a name.
    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    /// The name.
    public var description: String { self.rawValue }
}
