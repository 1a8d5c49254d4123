// SPDX-License-Identifier: Apache-2.0

/// Something a person said in a channel.
public struct Message: Hashable, Sendable, Codable {
    /// The ``Seq`` of its `message.created`.
    public var id: MessageID
    /// Where it was said.
    public var channelID: ChannelID
    /// Who said it.
    public var userID: UserID
    /// The text, at most 16 KiB of UTF-8; empty once deleted or redacted.
    public var body: String
    /// The top-level message it answers, if it stands in a thread.
    public var threadID: MessageID?
    /// How many undeleted answers its thread has; zero for an answer.
    public var replyCount: Int
    /// What was attached, at most 20.
    public var attachments: [MediaID]
    /// Whether it is pinned to its channel.
    public var isPinned: Bool
    /// Who reacted with what, in the order in which the emoji first appeared.
    public var reactions: [Reaction]
    /// When it was said.
    public var createdAt: Timestamp
    /// When its text last changed.
    public var editedAt: Timestamp?
    /// When it was deleted.
    public var deletedAt: Timestamp?

    private enum CodingKeys: String, CodingKey {
        case id
        case channelID = "channel_id"
        case userID = "user_id"
        case body
        case threadID = "thread_id"
        case replyCount = "reply_count"
        case attachments
        case isPinned = "pinned"
        case reactions
        case createdAt = "created_at"
        case editedAt = "edited_at"
        case deletedAt = "deleted_at"
    }

    /// Creates a message.
    public init(
        id: MessageID,
        channelID: ChannelID,
        userID: UserID,
        body: String,
        threadID: MessageID? = nil,
        replyCount: Int = 0,
        attachments: [MediaID] = [],
        isPinned: Bool = false,
        reactions: [Reaction] = [],
        createdAt: Timestamp,
        editedAt: Timestamp? = nil,
        deletedAt: Timestamp? = nil
    ) {
        self.id = id
        self.channelID = channelID
        self.userID = userID
        self.body = body
        self.threadID = threadID
        self.replyCount = replyCount
        self.attachments = attachments
        self.isPinned = isPinned
        self.reactions = reactions
        self.createdAt = createdAt
        self.editedAt = editedAt
        self.deletedAt = deletedAt
    }
}
