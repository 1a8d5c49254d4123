// SPDX-License-Identifier: Apache-2.0

/// A huddle began.
public struct HuddleStarted: Event {
    /// `huddle.started`.
    public static let name = EventName.huddleStarted

    /// The huddle.
    public var roomID: RoomID
    /// Where it takes place.
    public var channelID: ChannelID
    /// Who began it.
    public var userID: UserID?

    private enum CodingKeys: String, CodingKey {
        case roomID = "room_id"
        case channelID = "channel_id"
        case userID = "user_id"
    }

    /// Creates the event.
    public init(roomID: RoomID, channelID: ChannelID, userID: UserID? = nil) {
        self.roomID = roomID
        self.channelID = channelID
        self.userID = userID
    }
}

/// Somebody entered a huddle.
public struct HuddleJoined: Event {
    /// `huddle.joined`.
    public static let name = EventName.huddleJoined

    /// The huddle.
    public var roomID: RoomID
    /// Where it takes place.
    public var channelID: ChannelID
    /// Who entered.
    public var userID: UserID?

    private enum CodingKeys: String, CodingKey {
        case roomID = "room_id"
        case channelID = "channel_id"
        case userID = "user_id"
    }

    /// Creates the event.
    public init(roomID: RoomID, channelID: ChannelID, userID: UserID? = nil) {
        self.roomID = roomID
        self.channelID = channelID
        self.userID = userID
    }
}

/// Somebody left a huddle.
public struct HuddleLeft: Event {
    /// `huddle.left`.
    public static let name = EventName.huddleLeft

    /// The huddle.
    public var roomID: RoomID
    /// Where it takes place.
    public var channelID: ChannelID
    /// Who left.
    public var userID: UserID?

    private enum CodingKeys: String, CodingKey {
        case roomID = "room_id"
        case channelID = "channel_id"
        case userID = "user_id"
    }

    /// Creates the event.
    public init(roomID: RoomID, channelID: ChannelID, userID: UserID? = nil) {
        self.roomID = roomID
        self.channelID = channelID
        self.userID = userID
    }
}

/// A huddle ended.
public struct HuddleEnded: Event {
    /// `huddle.ended`.
    public static let name = EventName.huddleEnded

    /// The huddle.
    public var roomID: RoomID
    /// Where it took place.
    public var channelID: ChannelID
    /// Who left last, if anybody did.
    public var userID: UserID?

    private enum CodingKeys: String, CodingKey {
        case roomID = "room_id"
        case channelID = "channel_id"
        case userID = "user_id"
    }

    /// Creates the event.
    public init(roomID: RoomID, channelID: ChannelID, userID: UserID? = nil) {
        self.roomID = roomID
        self.channelID = channelID
        self.userID = userID
    }
}

extension EventName {
    /// The name of ``HuddleStarted``.
    public static let huddleStarted = EventName("huddle.started")
    /// The name of ``HuddleJoined``.
    public static let huddleJoined = EventName("huddle.joined")
    /// The name of ``HuddleLeft``.
    public static let huddleLeft = EventName("huddle.left")
    /// The name of ``HuddleEnded``.
    public static let huddleEnded = EventName("huddle.ended")
}
