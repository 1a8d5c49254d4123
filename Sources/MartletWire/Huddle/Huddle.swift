// SPDX-License-Identifier: Apache-2.0

/// A call in a channel.
public struct Huddle: Hashable, Sendable, Codable {
    /// Names it.
    public var roomID: RoomID
    /// Where it takes place.
    public var channelID: ChannelID
    /// Who began it.
    public var startedBy: UserID
    /// Who is in it now.
    public var participants: [UserID]
    /// When it began.
    public var startedAt: Timestamp
    /// When it ended.
    public var endedAt: Timestamp?

    private enum CodingKeys: String, CodingKey {
        case roomID = "room_id"
        case channelID = "channel_id"
        case startedBy = "started_by"
        case participants
        case startedAt = "started_at"
        case endedAt = "ended_at"
    }

    /// Creates a huddle.
    public init(
        roomID: RoomID,
        channelID: ChannelID,
        startedBy: UserID,
        participants: [UserID],
        startedAt: Timestamp,
        endedAt: Timestamp? = nil
    ) {
        self.roomID = roomID
        self.channelID = channelID
        self.startedBy = startedBy
        self.participants = participants
        self.startedAt = startedAt
        self.endedAt = endedAt
    }
}
