// SPDX-License-Identifier: Apache-2.0

/// One person named in one message, as the server decided.
///
/// It carries no text: read the message.
public struct Mention: Hashable, Sendable, Codable {
    /// Where they were named.
    public var messageID: MessageID
    /// The channel.
    public var channelID: ChannelID
    /// Who was named.
    public var userID: UserID
    /// Who named them.
    public var authorID: UserID
    /// When they saw it.
    public var seenAt: Timestamp?
    /// When they were named.
    public var createdAt: Timestamp

    private enum CodingKeys: String, CodingKey {
        case messageID = "message_id"
        case channelID = "channel_id"
        case userID = "user_id"
        case authorID = "author_id"
        case seenAt = "seen_at"
        case createdAt = "created_at"
    }

    /// Creates a mention.
    public init(
        messageID: MessageID,
        channelID: ChannelID,
        userID: UserID,
        authorID: UserID,
        seenAt: Timestamp? = nil,
        createdAt: Timestamp
    ) {
        self.messageID = messageID
        self.channelID = channelID
        self.userID = userID
        self.authorID = authorID
        self.seenAt = seenAt
        self.createdAt = createdAt
    }
}
