// SPDX-License-Identifier: Apache-2.0

/// A place where members talk.
public struct Channel: Hashable, Sendable, Codable {
    /// The channel's number.
    public var id: ChannelID
    /// The workspace it is in.
    public var workspaceID: WorkspaceID
    /// Who may find and join it.
    public var kind: ChannelKind
    /// The name to show; a DM has none.
    public var name: String?
    /// What it is for; empty by default.
    public var topic: String
    /// Who created it.
    public var creatorID: UserID
    /// How many people are in it.
    public var memberCount: Int
    /// Who is in it, for a DM: they never change.
    public var memberIDs: [UserID]?
    /// Whether the reader is in it; nil where one copy goes to many readers.
    public var isMember: Bool?
    /// When it was archived: readable, but nothing more can be said in it.
    public var archivedAt: Timestamp?
    /// When it was created.
    public var createdAt: Timestamp

    private enum CodingKeys: String, CodingKey {
        case id
        case workspaceID = "workspace_id"
        case kind, name, topic
        case creatorID = "creator_id"
        case memberCount = "member_count"
        case memberIDs = "member_ids"
        case isMember = "is_member"
        case archivedAt = "archived_at"
        case createdAt = "created_at"
    }

    /// Creates a channel.
    public init(
        id: ChannelID,
        workspaceID: WorkspaceID,
        kind: ChannelKind,
        name: String? = nil,
        topic: String = "",
        creatorID: UserID,
        memberCount: Int,
        memberIDs: [UserID]? = nil,
        isMember: Bool? = nil,
        archivedAt: Timestamp? = nil,
        createdAt: Timestamp
    ) {
        self.id = id
        self.workspaceID = workspaceID
        self.kind = kind
        self.name = name
        self.topic = topic
        self.creatorID = creatorID
        self.memberCount = memberCount
        self.memberIDs = memberIDs
        self.isMember = isMember
        self.archivedAt = archivedAt
        self.createdAt = createdAt
    }
}
