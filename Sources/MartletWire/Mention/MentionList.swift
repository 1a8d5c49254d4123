// SPDX-License-Identifier: Apache-2.0

/// Lists where the caller was mentioned, oldest first.
public struct MentionList: Method {
    /// `mention.list`.
    public static let name = MethodName("mention.list")
    /// For the OpenRPC document.
    public static let documentation = MethodDocumentation(
        "Lists where the caller was mentioned, oldest first.",
        callers: "anyone signed in",
        parameters: [
            "unseen_only": "whether to leave out those seen; no by default",
            "since_id": "only mentions in messages with greater numbers",
            "before_id": "only mentions in messages with smaller numbers; without either bound, the newest",
            "limit": "how many mentions at most: 1 to 200, 50 by default",
        ]
    )

    /// What the server answers.
    public struct Result: Hashable, Sendable, Codable {
        /// In ascending order of their messages.
        public var mentions: [Mention]
        /// Whether there is another page in the direction asked for.
        public var hasMore: Bool

        private enum CodingKeys: String, CodingKey {
            case mentions
            case hasMore = "has_more"
        }

        /// Creates an answer.
        public init(mentions: [Mention], hasMore: Bool) {
            self.mentions = mentions
            self.hasMore = hasMore
        }
    }

    /// Whether to leave out those seen; no by default.
    public var unseenOnly: Bool?
    /// Only mentions in messages with greater numbers.
    public var sinceID: MessageID?
    /// Only mentions in messages with smaller numbers; without either bound, the newest.
    public var beforeID: MessageID?
    /// How many mentions at most: 1 to 200, 50 by default.
    public var limit: Int?

    private enum CodingKeys: String, CodingKey {
        case unseenOnly = "unseen_only"
        case sinceID = "since_id"
        case beforeID = "before_id"
        case limit
    }

    /// Creates the call.
    public init(unseenOnly: Bool? = nil, sinceID: MessageID? = nil, beforeID: MessageID? = nil, limit: Int? = nil) {
        self.unseenOnly = unseenOnly
        self.sinceID = sinceID
        self.beforeID = beforeID
        self.limit = limit
    }

    /// Checks numbers, sizes and counts.
    public func validate(within limits: Limits) throws(RPCError) {
        try limits.check(bound: self.sinceID, field: "since_id")
        try limits.check(bound: self.beforeID, field: "before_id")
        try limits.check(pageSize: self.limit)
    }
}
