// SPDX-License-Identifier: Apache-2.0

/// What one person has not read in one channel.
public struct UnreadCount: Hashable, Sendable, Codable {
    /// The channel.
    public var channelID: ChannelID
    /// Undeleted top-level messages by others after the cursor; exact to 999.
    public var unread: Int
    /// How many unread messages mention the reader.
    public var mentions: Int
    /// The reader's cursor.
    public var lastReadMessage: MessageID
    /// Whether there are more than `unread` says.
    public var isCapped: Bool

    private enum CodingKeys: String, CodingKey {
        case channelID = "channel_id"
        case unread, mentions
        case lastReadMessage = "last_read_msg"
        case isCapped = "capped"
    }

    /// Creates a unread count.
    public init(channelID: ChannelID, unread: Int, mentions: Int, lastReadMessage: MessageID, isCapped: Bool = false) {
        self.channelID = channelID
        self.unread = unread
        self.mentions = mentions
        self.lastReadMessage = lastReadMessage
        self.isCapped = isCapped
    }
}
