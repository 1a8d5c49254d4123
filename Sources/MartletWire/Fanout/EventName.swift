// SPDX-License-Identifier: Apache-2.0

/// The name of an event on the wire, such as `message.created`.
///
/// Add a name by extending this type beside the event that carries it, so that a
/// misspelling is a compile error and the whole catalogue can be found by symbol.
public struct EventName: Hashable, Sendable, CustomStringConvertible {
    /// The name as sent on the wire.
    public let rawValue: String

    /// Creates a name from a literal: names are declared, never assembled.
    public init(_ rawValue: StaticString) {
        self.rawValue = rawValue.description
    }

    package init(decoded rawValue: String) {
        self.rawValue = rawValue
    }

    /// The name as sent on the wire.
    public var description: String { self.rawValue }
}

/// A change that clients are told about: the value is the frame's `data`.
public protocol Event: Codable, Sendable, Hashable {
    /// The name this event travels under.
    static var name: EventName { get }
}
