// SPDX-License-Identifier: Apache-2.0

/// Lists who is in a workspace in ascending order of their numbers.
public struct WorkspaceMembers: Method {
    /// `workspace.members`.
    public static let name = MethodName("workspace.members")
    /// For the OpenRPC document.
    public static let documentation = MethodDocumentation(
        "Lists who is in a workspace in ascending order of their numbers.",
        callers: "members of the workspace",
        parameters: [
            "workspace_id": "the workspace",
            "since_id": "only people with greater numbers",
            "limit": "how many people at most: 1 to 200, 50 by default",
        ],
        errors: [.notFound]
    )

    /// What the server answers.
    public struct Result: Hashable, Sendable, Codable {
        /// The people and their roles.
        public var members: [WorkspaceMember]
        /// Whether there is another page in the direction asked for.
        public var hasMore: Bool

        private enum CodingKeys: String, CodingKey {
            case members
            case hasMore = "has_more"
        }

        /// Creates an answer.
        public init(members: [WorkspaceMember], hasMore: Bool) {
            self.members = members
            self.hasMore = hasMore
        }
    }

    /// The workspace.
    public var workspaceID: WorkspaceID
    /// Only people with greater numbers.
    public var sinceID: UserID?
    /// How many people at most: 1 to 200, 50 by default.
    public var limit: Int?

    private enum CodingKeys: String, CodingKey {
        case workspaceID = "workspace_id"
        case sinceID = "since_id"
        case limit
    }

    /// Creates the call.
    public init(workspaceID: WorkspaceID, sinceID: UserID? = nil, limit: Int? = nil) {
        self.workspaceID = workspaceID
        self.sinceID = sinceID
        self.limit = limit
    }

    /// Checks numbers, sizes and counts.
    public func validate(within limits: Limits) throws(RPCError) {
        try limits.check(id: self.workspaceID, field: "workspace_id")
        try limits.check(bound: self.sinceID, field: "since_id")
        try limits.check(pageSize: self.limit)
    }
}
