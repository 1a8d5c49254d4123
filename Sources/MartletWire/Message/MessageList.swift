// SPDX-License-Identifier: Apache-2.0

/// Lists the messages of a channel, answers in threads included, oldest first.
public struct MessageList: Method {
    /// In ascending order of their numbers.
    public typealias Result = MessagePage

    /// `message.list`.
    public static let name = MethodName("message.list")
    /// For the OpenRPC document.
    public static let documentation = MethodDocumentation(
        "Lists the messages of a channel, answers in threads included, oldest first.",
        callers: "members of the channel; of a public one, members of its workspace",
        parameters: [
            "channel_id": "the channel",
            "top_level_only": "whether to leave out answers in threads; no by default",
            "since_id": "only messages with greater numbers",
            "before_id": "only messages with smaller numbers; without either bound, the newest",
            "limit": "how many messages at most: 1 to 200, 50 by default",
        ],
        errors: [.notFound]
    )

    /// The channel.
    public var channelID: ChannelID
    /// Whether to leave out answers in threads; no by default.
    public var topLevelOnly: Bool?
    /// Only messages with greater numbers.
    public var sinceID: MessageID?
    /// Only messages with smaller numbers; without either bound, the newest.
    public var beforeID: MessageID?
    /// How many messages at most: 1 to 200, 50 by default.
    public var limit: Int?

    private enum CodingKeys: String, CodingKey {
        case channelID = "channel_id"
        case topLevelOnly = "top_level_only"
        case sinceID = "since_id"
        case beforeID = "before_id"
        case limit
    }

    /// Creates the call.
    public init(
        channelID: ChannelID,
        topLevelOnly: Bool? = nil,
        sinceID: MessageID? = nil,
        beforeID: MessageID? = nil,
        limit: Int? = nil
    ) {
        self.channelID = channelID
        self.topLevelOnly = topLevelOnly
        self.sinceID = sinceID
        self.beforeID = beforeID
        self.limit = limit
    }

    /// Checks numbers, sizes and counts.
    public func validate(within limits: Limits) throws(RPCError) {
        try limits.check(id: self.channelID, field: "channel_id")
        try limits.check(bound: self.sinceID, field: "since_id")
        try limits.check(bound: self.beforeID, field: "before_id")
        try limits.check(pageSize: self.limit)
    }
}
