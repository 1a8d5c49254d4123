// SPDX-License-Identifier: Apache-2.0

/// Lists the channels of a workspace that the caller may read, in ascending order of their numbers.
public struct ChannelList: Method {
    /// `channel.list`.
    public static let name = MethodName("channel.list")
    /// For the OpenRPC document.
    public static let documentation = MethodDocumentation(
        "Lists the channels of a workspace that the caller may read, in ascending order of their numbers.",
        callers: "members of the workspace",
        parameters: [
            "workspace_id": "the workspace",
            "kind": "only channels of this kind",
            "include_archived": "whether to list archived channels too; no by default",
            "since_id": "only channels with greater numbers",
            "limit": "how many channels at most: 1 to 200, 50 by default",
        ],
        errors: [.notFound]
    )

    /// What the server answers.
    public struct Result: Hashable, Sendable, Codable {
        /// The channels.
        public var channels: [Channel]
        /// Whether there is another page in the direction asked for.
        public var hasMore: Bool

        private enum CodingKeys: String, CodingKey {
            case channels
            case hasMore = "has_more"
        }

        /// Creates an answer.
        public init(channels: [Channel], hasMore: Bool) {
            self.channels = channels
            self.hasMore = hasMore
        }
    }

    /// The workspace.
    public var workspaceID: WorkspaceID
    /// Only channels of this kind.
    public var kind: ChannelKind?
    /// Whether to list archived channels too; no by default.
    public var includeArchived: Bool?
    /// Only channels with greater numbers.
    public var sinceID: ChannelID?
    /// How many channels at most: 1 to 200, 50 by default.
    public var limit: Int?

    private enum CodingKeys: String, CodingKey {
        case workspaceID = "workspace_id"
        case kind
        case includeArchived = "include_archived"
        case sinceID = "since_id"
        case limit
    }

    /// Creates the call.
    public init(
        workspaceID: WorkspaceID,
        kind: ChannelKind? = nil,
        includeArchived: Bool? = nil,
        sinceID: ChannelID? = nil,
        limit: Int? = nil
    ) {
        self.workspaceID = workspaceID
        self.kind = kind
        self.includeArchived = includeArchived
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
