// SPDX-License-Identifier: Apache-2.0

/// Lists the caller's workspaces in ascending order of their numbers.
public struct WorkspaceList: Method {
    /// `workspace.list`.
    public static let name = MethodName("workspace.list")
    /// For the OpenRPC document.
    public static let documentation = MethodDocumentation(
        "Lists the caller's workspaces in ascending order of their numbers.",
        callers: "anyone signed in",
        parameters: [
            "since_id": "only workspaces with greater numbers",
            "limit": "how many workspaces at most: 1 to 200, 50 by default",
        ]
    )

    /// What the server answers.
    public struct Result: Hashable, Sendable, Codable {
        /// The workspaces.
        public var workspaces: [Workspace]
        /// Whether there is another page in the direction asked for.
        public var hasMore: Bool

        private enum CodingKeys: String, CodingKey {
            case workspaces
            case hasMore = "has_more"
        }

        /// Creates an answer.
        public init(workspaces: [Workspace], hasMore: Bool) {
            self.workspaces = workspaces
            self.hasMore = hasMore
        }
    }

    /// Only workspaces with greater numbers.
    public var sinceID: WorkspaceID?
    /// How many workspaces at most: 1 to 200, 50 by default.
    public var limit: Int?

    private enum CodingKeys: String, CodingKey {
        case sinceID = "since_id"
        case limit
    }

    /// Creates the call.
    public init(sinceID: WorkspaceID? = nil, limit: Int? = nil) {
        self.sinceID = sinceID
        self.limit = limit
    }

    /// Checks numbers, sizes and counts.
    public func validate(within limits: Limits) throws(RPCError) {
        try limits.check(bound: self.sinceID, field: "since_id")
        try limits.check(pageSize: self.limit)
    }
}
