// SPDX-License-Identifier: Apache-2.0

/// Lists the answers to one message, oldest first.
public struct MessageThread: Method {
    /// In ascending order of their numbers.
    public typealias Result = MessagePage

    /// `message.thread`.
    public static let name = MethodName("message.thread")
    /// For the OpenRPC document.
    public static let documentation = MethodDocumentation(
        "Lists the answers to one message, oldest first.",
        callers: "members of the channel; of a public one, members of its workspace",
        parameters: [
            "thread_id": "the top-level message",
            "since_id": "only messages with greater numbers",
            "before_id": "only messages with smaller numbers; without either bound, the newest",
            "limit": "how many messages at most: 1 to 200, 50 by default",
        ],
        errors: [.notFound]
    )

    /// The top-level message.
    public var threadID: MessageID
    /// Only messages with greater numbers.
    public var sinceID: MessageID?
    /// Only messages with smaller numbers; without either bound, the newest.
    public var beforeID: MessageID?
    /// How many messages at most: 1 to 200, 50 by default.
    public var limit: Int?

    private enum CodingKeys: String, CodingKey {
        case threadID = "thread_id"
        case sinceID = "since_id"
        case beforeID = "before_id"
        case limit
    }

    /// Creates the call.
    public init(threadID: MessageID, sinceID: MessageID? = nil, beforeID: MessageID? = nil, limit: Int? = nil) {
        self.threadID = threadID
        self.sinceID = sinceID
        self.beforeID = beforeID
        self.limit = limit
    }

    /// Checks numbers, sizes and counts.
    public func validate(within limits: Limits) throws(RPCError) {
        try limits.check(id: self.threadID, field: "thread_id")
        try limits.check(bound: self.sinceID, field: "since_id")
        try limits.check(bound: self.beforeID, field: "before_id")
        try limits.check(pageSize: self.limit)
    }
}
