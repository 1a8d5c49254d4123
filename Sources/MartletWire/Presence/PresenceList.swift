// SPDX-License-Identifier: Apache-2.0

/// Lists who is there in a workspace, in ascending order of their numbers.
public struct PresenceList: Method {
    /// `presence.list`.
    public static let name = MethodName("presence.list")
    /// For the OpenRPC document.
    public static let documentation = MethodDocumentation(
        "Lists who is there in a workspace, in ascending order of their numbers.",
        callers: "members of the workspace",
        parameters: [
            "workspace_id": "the workspace",
            "since_id": "only people with greater numbers",
            "limit": "how many people at most: 1 to 500, 500 by default",
        ],
        errors: [.notFound]
    )

    /// What the server answers.
    public struct Result: Hashable, Sendable, Codable {
        /// The people.
        public var presence: [PresenceEntry]
        /// Whether there is another page in the direction asked for.
        public var hasMore: Bool

        private enum CodingKeys: String, CodingKey {
            case presence
            case hasMore = "has_more"
        }

        /// Creates an answer.
        public init(presence: [PresenceEntry], hasMore: Bool) {
            self.presence = presence
            self.hasMore = hasMore
        }
    }

    /// The workspace.
    public var workspaceID: WorkspaceID
    /// Only people with greater numbers.
    public var sinceID: UserID?
    /// How many people at most: 1 to 500, 500 by default.
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
        try limits.check(self.limit ?? 1, in: 1...limits.presenceEntries, field: "limit")
    }
}
