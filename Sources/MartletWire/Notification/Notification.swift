// SPDX-License-Identifier: Apache-2.0

/// Something one person should look at.
///
/// It carries no text: read what it points at.
public struct Notification: Hashable, Sendable, Codable {
    /// Why somebody should look: a word that clients may not know yet.
    public struct Kind: RawRepresentable, Hashable, Sendable, Codable {
        /// The word as sent on the wire.
        public let rawValue: String

        /// Wraps a word read from the wire, known or not.
        public init(rawValue: String) {
            self.rawValue = rawValue
        }

        /// A message named them.
        public static let mention = Self(rawValue: "mention")
        /// Somebody answered in a thread that they began or answered in.
        public static let reply = Self(rawValue: "reply")
        /// Somebody said something in a DM.
        public static let direct = Self(rawValue: "direct")
        /// Somebody brought them into a workspace or channel.
        public static let invitation = Self(rawValue: "invitation")
    }

    /// The notification's number.
    public var id: NotificationID
    /// Whose it is.
    public var userID: UserID
    /// Why they should look.
    public var kind: Kind
    /// Who caused it.
    public var actorID: UserID?
    /// The workspace it points at.
    public var workspaceID: WorkspaceID?
    /// The channel it points at.
    public var channelID: ChannelID?
    /// The message it points at.
    public var messageID: MessageID?
    /// When it was read.
    public var readAt: Timestamp?
    /// When it was made.
    public var createdAt: Timestamp

    private enum CodingKeys: String, CodingKey {
        case id
        case userID = "user_id"
        case kind
        case actorID = "actor_id"
        case workspaceID = "workspace_id"
        case channelID = "channel_id"
        case messageID = "message_id"
        case readAt = "read_at"
        case createdAt = "created_at"
    }

    /// Creates a notification.
    public init(
        id: NotificationID,
        userID: UserID,
        kind: Kind,
        actorID: UserID? = nil,
        workspaceID: WorkspaceID? = nil,
        channelID: ChannelID? = nil,
        messageID: MessageID? = nil,
        readAt: Timestamp? = nil,
        createdAt: Timestamp
    ) {
        self.id = id
        self.userID = userID
        self.kind = kind
        self.actorID = actorID
        self.workspaceID = workspaceID
        self.channelID = channelID
        self.messageID = messageID
        self.readAt = readAt
        self.createdAt = createdAt
    }
}
