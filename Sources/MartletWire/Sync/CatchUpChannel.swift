// SPDX-License-Identifier: Apache-2.0

/// One of the caller's channels in a snapshot.
public struct CatchUpChannel: Hashable, Sendable, Codable {
    /// The channel.
    public var channel: Channel
    /// The newest undeleted top-level message, its text cut to 256 bytes.
    public var lastMessage: Message?
    /// Undeleted top-level messages by others after the cursor; exact to 999.
    public var unread: Int
    /// How many unread messages mention the caller.
    public var mentions: Int
    /// The caller's cursor.
    public var lastReadMessage: MessageID
    /// Whether there are more than `unread` says.
    public var isCapped: Bool

    private enum CodingKeys: String, CodingKey {
        case channel
        case lastMessage = "last_message"
        case unread, mentions
        case lastReadMessage = "last_read_msg"
        case isCapped = "capped"
    }

    /// Creates an entry.
    public init(
        channel: Channel,
        lastMessage: Message? = nil,
        unread: Int,
        mentions: Int,
        lastReadMessage: MessageID,
        isCapped: Bool = false
    ) {
        self.channel = channel
        self.lastMessage = lastMessage
        self.unread = unread
        self.mentions = mentions
        self.lastReadMessage = lastReadMessage
        self.isCapped = isCapped
    }
}
