// SPDX-License-Identifier: Apache-2.0

/// Lists who is in a channel in ascending order of their numbers.
public struct ChannelMembers: Method {
    /// `channel.members`.
    public static let name = MethodName("channel.members")
    /// For the OpenRPC document.
    public static let documentation = MethodDocumentation(
        "Lists who is in a channel in ascending order of their numbers.",
        callers: "members of the channel; of a public one, members of its workspace",
        parameters: [
            "channel_id": "the channel",
            "since_id": "only people with greater numbers",
            "limit": "how many people at most: 1 to 200, 50 by default",
        ],
        errors: [.notFound]
    )

    /// What the server answers.
    public struct Result: Hashable, Sendable, Codable {
        /// The people.
        public var members: [ChannelMember]
        /// Whether there is another page in the direction asked for.
        public var hasMore: Bool

        private enum CodingKeys: String, CodingKey {
            case members
            case hasMore = "has_more"
        }

        /// Creates an answer.
        public init(members: [ChannelMember], hasMore: Bool) {
            self.members = members
            self.hasMore = hasMore
        }
    }

    /// The channel.
    public var channelID: ChannelID
    /// Only people with greater numbers.
    public var sinceID: UserID?
    /// How many people at most: 1 to 200, 50 by default.
    public var limit: Int?

    private enum CodingKeys: String, CodingKey {
        case channelID = "channel_id"
        case sinceID = "since_id"
        case limit
    }

    /// Creates the call.
    public init(channelID: ChannelID, sinceID: UserID? = nil, limit: Int? = nil) {
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
