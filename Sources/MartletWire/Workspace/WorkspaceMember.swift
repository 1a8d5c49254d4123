// SPDX-License-Identifier: Apache-2.0

/// One person's place in a workspace.
public struct WorkspaceMember: Hashable, Sendable, Codable {
    /// The person.
    public var userID: UserID
    /// What they may do in it.
    public var role: WorkspaceRole
    /// When they came.
    public var joinedAt: Timestamp

    private enum CodingKeys: String, CodingKey {
        case userID = "user_id"
        case role
        case joinedAt = "joined_at"
    }

    /// Creates a workspace member.
    public init(userID: UserID, role: WorkspaceRole, joinedAt: Timestamp) {
        self.userID = userID
        self.role = role
        self.joinedAt = joinedAt
    }
}
