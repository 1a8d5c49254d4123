// SPDX-License-Identifier: Apache-2.0

/// A group of people and the channels they share.
public struct Workspace: Hashable, Sendable, Codable {
    /// The workspace's number.
    public var id: WorkspaceID
    /// The name to show.
    public var name: String
    /// Who answers for it.
    public var ownerID: UserID
    /// What the reader may do in it; nil where one copy goes to many readers.
    public var role: WorkspaceRole?
    /// How many people are in it.
    public var memberCount: Int
    /// When it was created.
    public var createdAt: Timestamp

    private enum CodingKeys: String, CodingKey {
        case id, name
        case ownerID = "owner_id"
        case role
        case memberCount = "member_count"
        case createdAt = "created_at"
    }

    /// Creates a workspace.
    public init(
        id: WorkspaceID,
        name: String,
        ownerID: UserID,
        role: WorkspaceRole? = nil,
        memberCount: Int,
        createdAt: Timestamp
    ) {
        self.id = id
        self.name = name
        self.ownerID = ownerID
        self.role = role
        self.memberCount = memberCount
        self.createdAt = createdAt
    }
}
