// SPDX-License-Identifier: Apache-2.0

/// Lists the pinned messages of a channel, oldest first.
public struct MessageListPins: Method {
    /// In ascending order of their numbers.
    public typealias Result = MessagePage

    /// `message.list_pins`.
    public static let name = MethodName("message.list_pins")
    /// For the OpenRPC document.
    public static let documentation = MethodDocumentation(
        "Lists the pinned messages of a channel, oldest first.",
        callers: "members of the channel; of a public one, members of its workspace",
        parameters: [
            "channel_id": "the channel",
            "since_id": "only messages with greater numbers",
            "limit": "how many messages at most: 1 to 200, 50 by default",
        ],
        errors: [.notFound]
    )

    /// The channel.
    public var channelID: ChannelID
    /// Only messages with greater numbers.
    public var sinceID: MessageID?
    /// How many messages at most: 1 to 200, 50 by default.
    public var limit: Int?

    private enum CodingKeys: String, CodingKey {
        case channelID = "channel_id"
        case sinceID = "since_id"
        case limit
    }

    /// Creates the call.
    public init(channelID: ChannelID, sinceID: MessageID? = nil, limit: Int? = nil) {
        self.channelID = channelID
        self.sinceID = sinceID
        self.limit = limit
    }

    /// Checks numbers, sizes and counts.
    public func validate(within limits: Limits) throws(RPCError) {
        try limits.check(id: self.channelID, field: "channel_id")
        try limits.check(bound: self.sinceID, field: "since_id")
        try limits.check(pageSize: self.limit)
    }
}
