// SPDX-License-Identifier: Apache-2.0

/// A client's own name for something it made before any server knew of it: 1 to 64 bytes, unique to one person.
///
/// The server keeps one thing under one name, so that what is sent again is never there twice.
public struct LocalID: RawRepresentable, Hashable, Sendable, Codable, CustomStringConvertible {
    /// The name as sent on the wire.
    public let rawValue: String

    /// Wraps a name.
    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    /// The name.
    public var description: String { self.rawValue }
}
