// SPDX-License-Identifier: Apache-2.0

/// Lists work sessions of the caller and of those who share a workspace with them, the newest first.
public struct SessionList: Method {
    /// `session.list`.
    public static let name = MethodName("session.list")
    /// For the OpenRPC document.
    public static let documentation = MethodDocumentation(
        "Lists work sessions of the caller and of those who share a workspace with them, the newest first.",
        callers: "anyone signed in; with workspace_id its members",
        parameters: [
            "workspace_id": "only those of this workspace's members",
            "status": "only those that go on, or only those that are over",
            "since": "only those that were not over by then",
            "before_id": "only those that the server has known for longer than this one",
            "limit": "how many at most, 1 to 200 (default 50)",
        ],
        errors: [.notFound]
    )

    /// What the server answers.
    public struct Result: Hashable, Sendable, Codable {
        /// The sessions, the newest first.
        public var sessions: [WorkSession]
        /// Whether there are older ones.
        public var hasMore: Bool

        private enum CodingKeys: String, CodingKey {
            case sessions
            case hasMore = "has_more"
        }

        /// Creates an answer.
        public init(sessions: [WorkSession], hasMore: Bool) {
            self.sessions = sessions
            self.hasMore = hasMore
        }
    }

    /// Only those of this workspace's members.
    public var workspaceID: WorkspaceID?
    /// Only those that go on, or only those that are over.
    public var status: WorkSessionStatus?
    /// Only those that were not over by then.
    public var since: Timestamp?
    /// Only those that the server has known for longer than this one.
    public var beforeID: WorkSessionID?
    /// How many at most.
    public var limit: Int?

    private enum CodingKeys: String, CodingKey {
        case workspaceID = "workspace_id"
        case status, since
        case beforeID = "before_id"
        case limit
    }

    /// Creates the call.
    public init(
        workspaceID: WorkspaceID? = nil,
        status: WorkSessionStatus? = nil,
        since: Timestamp? = nil,
        beforeID: WorkSessionID? = nil,
        limit: Int? = nil
    ) {
        self.workspaceID = workspaceID
        self.status = status
        self.since = since
        self.beforeID = beforeID
        self.limit = limit
    }

    /// Checks numbers, sizes and counts.
    public func validate(within limits: Limits) throws(RPCError) {
        try limits.check(id: self.workspaceID, field: "workspace_id")
        try limits.check(instant: self.since, field: "since")
        try limits.check(id: self.beforeID, field: "before_id")
        try limits.check(pageSize: self.limit)
    }
}
