// SPDX-License-Identifier: Apache-2.0

/// A number that names one thing of one kind.
///
/// The kind is a phantom: it costs nothing at run time and keeps a channel's
/// number from being passed where a user's is meant. On the wire it is a bare integer.
public struct Identifier<Kind>: RawRepresentable, Hashable, Sendable, Comparable {
    /// The number as sent on the wire.
    public let rawValue: Int64

    /// Wraps a number.
    public init(rawValue: Int64) {
        self.rawValue = rawValue
    }

    /// Whether one identifier was given out before another.
    public static func < (left: Self, right: Self) -> Bool {
        left.rawValue < right.rawValue
    }
}

extension Identifier: Codable {
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

extension Identifier: ExpressibleByIntegerLiteral, CustomStringConvertible, LosslessStringConvertible {
    /// Creates an identifier from a literal.
    public init(integerLiteral value: Int64) {
        self.init(rawValue: value)
    }

    /// Reads an identifier from decimal digits.
    public init?(_ description: String) {
        guard let number = Int64(description) else { return nil }
        self.init(rawValue: number)
    }

    /// The number in decimal.
    public var description: String { String(self.rawValue) }
}

/// Names a person.
public typealias UserID = Identifier<User>
/// Names a workspace.
public typealias WorkspaceID = Identifier<Workspace>
/// Names a channel.
public typealias ChannelID = Identifier<Channel>
/// Names a message: the ``Seq`` of its `message.created`.
public typealias MessageID = Identifier<Message>
/// Names a canvas.
public typealias CanvasID = Identifier<Canvas>
/// Names a work session.
public typealias WorkSessionID = Identifier<WorkSession>
/// Names a notification.
public typealias NotificationID = Identifier<Notification>
