// SPDX-License-Identifier: Apache-2.0

/// Lists people in ascending order of their numbers.
public struct UserList: Method {
    /// `user.list`.
    public static let name = MethodName("user.list")
    /// For the OpenRPC document.
    public static let documentation = MethodDocumentation(
        "Lists people in ascending order of their numbers.",
        callers: "members of the workspace; without one, people who share a workspace with the caller",
        parameters: [
            "workspace_id": "only members of this workspace",
            "since_id": "only people with greater numbers",
            "limit": "how many people at most: 1 to 200, 50 by default",
        ],
        errors: [.notFound]
    )

    /// What the server answers.
    public struct Result: Hashable, Sendable, Codable {
        /// The people.
        public var users: [User]
        /// Whether there is another page in the direction asked for.
        public var hasMore: Bool

        private enum CodingKeys: String, CodingKey {
            case users
            case hasMore = "has_more"
        }

        /// Creates an answer.
        public init(users: [User], hasMore: Bool) {
            self.users = users
            self.hasMore = hasMore
        }
    }

    /// Only members of this workspace.
    public var workspaceID: WorkspaceID?
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
    public init(workspaceID: WorkspaceID? = nil, sinceID: UserID? = nil, limit: Int? = nil) {
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
