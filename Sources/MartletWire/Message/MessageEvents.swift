// SPDX-License-Identifier: Apache-2.0

/// Somebody said something.
public struct MessageCreated: Event {
    /// `message.created`.
    public static let name = EventName.messageCreated

    /// What was said.
    public var message: Message

    private enum CodingKeys: String, CodingKey {
        case message
    }

    /// Creates the event.
    public init(message: Message) {
        self.message = message
    }
}

/// The text of a message changed; ignored for a message the reader does not have.
public struct MessageUpdated: Event {
    /// `message.updated`.
    public static let name = EventName.messageUpdated

    /// The message as changed.
    public var message: Message

    private enum CodingKeys: String, CodingKey {
        case message
    }

    /// Creates the event.
    public init(message: Message) {
        self.message = message
    }
}

/// A message was taken back.
public struct MessageDeleted: Event {
    /// `message.deleted`.
    public static let name = EventName.messageDeleted

    /// The message.
    public var messageID: MessageID
    /// The channel.
    public var channelID: ChannelID

    private enum CodingKeys: String, CodingKey {
        case messageID = "message_id"
        case channelID = "channel_id"
    }

    /// Creates the event.
    public init(messageID: MessageID, channelID: ChannelID) {
        self.messageID = messageID
        self.channelID = channelID
    }
}

/// Reactions to a message changed.
public struct MessageReacted: Event {
    /// `message.reacted`.
    public static let name = EventName.messageReacted

    /// The message.
    public var messageID: MessageID
    /// The channel.
    public var channelID: ChannelID
    /// All of them after the change.
    public var reactions: [Reaction]

    private enum CodingKeys: String, CodingKey {
        case messageID = "message_id"
        case channelID = "channel_id"
        case reactions
    }

    /// Creates the event.
    public init(messageID: MessageID, channelID: ChannelID, reactions: [Reaction]) {
        self.messageID = messageID
        self.channelID = channelID
        self.reactions = reactions
    }
}

/// A message was pinned to its channel or taken off.
public struct MessagePinUpdated: Event {
    /// `message.pin_updated`.
    public static let name = EventName.messagePinUpdated

    /// The message.
    public var messageID: MessageID
    /// The channel.
    public var channelID: ChannelID
    /// Whether it is pinned now.
    public var isPinned: Bool

    private enum CodingKeys: String, CodingKey {
        case messageID = "message_id"
        case channelID = "channel_id"
        case isPinned = "pinned"
    }

    /// Creates the event.
    public init(messageID: MessageID, channelID: ChannelID, isPinned: Bool) {
        self.messageID = messageID
        self.channelID = channelID
        self.isPinned = isPinned
    }
}

extension EventName {
    /// The name of ``MessageCreated``.
    public static let messageCreated = EventName("message.created")
    /// The name of ``MessageUpdated``.
    public static let messageUpdated = EventName("message.updated")
    /// The name of ``MessageDeleted``.
    public static let messageDeleted = EventName("message.deleted")
    /// The name of ``MessageReacted``.
    public static let messageReacted = EventName("message.reacted")
    /// The name of ``MessagePinUpdated``.
    public static let messagePinUpdated = EventName("message.pin_updated")
}
