// SPDX-License-Identifier: Apache-2.0

/// The reader's cursor moved on another of their screens.
public struct ReadUpdated: Event {
    /// `read.updated`.
    public static let name = EventName.readUpdated

    /// Whose cursor: always the reader's own.
    public var userID: UserID
    /// The channel.
    public var channelID: ChannelID
    /// Where it stands now.
    public var lastReadMessage: MessageID

    private enum CodingKeys: String, CodingKey {
        case userID = "user_id"
        case channelID = "channel_id"
        case lastReadMessage = "last_read_msg"
    }

    /// Creates the event.
    public init(userID: UserID, channelID: ChannelID, lastReadMessage: MessageID) {
        self.userID = userID
        self.channelID = channelID
        self.lastReadMessage = lastReadMessage
    }
}

extension EventName {
    /// The name of ``ReadUpdated``.
    public static let readUpdated = EventName("read.updated")
}
