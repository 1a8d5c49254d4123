// SPDX-License-Identifier: Apache-2.0

/// The reader is now in a channel: load it afresh.
public struct ChannelAdded: Event {
    /// `channel.added`.
    public static let name = EventName.channelAdded

    /// The channel.
    public var channel: Channel

    private enum CodingKeys: String, CodingKey {
        case channel
    }

    /// Creates the event.
    public init(channel: Channel) {
        self.channel = channel
    }
}

/// A channel's name, topic or life changed.
public struct ChannelUpdated: Event {
    /// `channel.updated`.
    public static let name = EventName.channelUpdated

    /// The channel as changed.
    public var channel: Channel

    private enum CodingKeys: String, CodingKey {
        case channel
    }

    /// Creates the event.
    public init(channel: Channel) {
        self.channel = channel
    }
}

/// The reader is no longer in a channel: forget it.
public struct ChannelRemoved: Event {
    /// `channel.removed`.
    public static let name = EventName.channelRemoved

    /// The channel.
    public var channelID: ChannelID

    private enum CodingKeys: String, CodingKey {
        case channelID = "channel_id"
    }

    /// Creates the event.
    public init(channelID: ChannelID) {
        self.channelID = channelID
    }
}

/// Somebody came into a channel.
public struct ChannelMemberJoined: Event {
    /// `channel.member_joined`.
    public static let name = EventName.channelMemberJoined

    /// The channel.
    public var channelID: ChannelID
    /// Who came.
    public var userID: UserID

    private enum CodingKeys: String, CodingKey {
        case channelID = "channel_id"
        case userID = "user_id"
    }

    /// Creates the event.
    public init(channelID: ChannelID, userID: UserID) {
        self.channelID = channelID
        self.userID = userID
    }
}

/// Somebody left a channel or was removed from it.
public struct ChannelMemberLeft: Event {
    /// `channel.member_left`.
    public static let name = EventName.channelMemberLeft

    /// The channel.
    public var channelID: ChannelID
    /// Who left.
    public var userID: UserID

    private enum CodingKeys: String, CodingKey {
        case channelID = "channel_id"
        case userID = "user_id"
    }

    /// Creates the event.
    public init(channelID: ChannelID, userID: UserID) {
        self.channelID = channelID
        self.userID = userID
    }
}

extension EventName {
    /// The name of ``ChannelAdded``.
    public static let channelAdded = EventName("channel.added")
    /// The name of ``ChannelUpdated``.
    public static let channelUpdated = EventName("channel.updated")
    /// The name of ``ChannelRemoved``.
    public static let channelRemoved = EventName("channel.removed")
    /// The name of ``ChannelMemberJoined``.
    public static let channelMemberJoined = EventName("channel.member_joined")
    /// The name of ``ChannelMemberLeft``.
    public static let channelMemberLeft = EventName("channel.member_left")
}
