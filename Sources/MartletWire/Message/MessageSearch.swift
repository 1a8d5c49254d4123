// SPDX-License-Identifier: Apache-2.0

/// Finds messages by their words, newest first.
public struct MessageSearch: Method {
    /// In descending order of their numbers.
    public typealias Result = MessagePage

    /// `message.search`.
    public static let name = MethodName("message.search")
    /// For the OpenRPC document.
    public static let documentation = MethodDocumentation(
        "Finds messages by their words, newest first.",
        callers: "anyone signed in, in what they may read",
        parameters: [
            "query": "words that must all occur, quoted phrases, beginnings with a star: 1 to 200 Unicode scalars",
            "workspace_id": "only in this workspace",
            "channel_id": "only in this channel",
            "before_id": "only messages with smaller numbers: the next page",
            "limit": "how many messages at most: 1 to 200, 50 by default",
        ],
        errors: [.notFound]
    )

    /// Words that must all occur, quoted phrases, beginnings with a star: 1 to 200 Unicode scalars.
    public var query: String
    /// Only in this workspace.
    public var workspaceID: WorkspaceID?
    /// Only in this channel.
    public var channelID: ChannelID?
    /// Only messages with smaller numbers: the next page.
    public var beforeID: MessageID?
    /// How many messages at most: 1 to 200, 50 by default.
    public var limit: Int?

    private enum CodingKeys: String, CodingKey {
        case query
        case workspaceID = "workspace_id"
        case channelID = "channel_id"
        case beforeID = "before_id"
        case limit
    }

    /// Creates the call.
    public init(
        query: String,
        workspaceID: WorkspaceID? = nil,
        channelID: ChannelID? = nil,
        beforeID: MessageID? = nil,
        limit: Int? = nil
    ) {
        self.query = query
        self.workspaceID = workspaceID
        self.channelID = channelID
        self.beforeID = beforeID
        self.limit = limit
    }

    /// Checks numbers, sizes and counts.
    public func validate(within limits: Limits) throws(RPCError) {
        try limits.check(query: self.query)
        try limits.check(id: self.workspaceID, field: "workspace_id")
        try limits.check(id: self.channelID, field: "channel_id")
        try limits.check(bound: self.beforeID, field: "before_id")
        try limits.check(pageSize: self.limit)
    }
}
