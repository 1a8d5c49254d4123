// SPDX-License-Identifier: Apache-2.0

/// Lists the caller's notifications, oldest first.
public struct NotificationList: Method {
    /// `notification.list`.
    public static let name = MethodName("notification.list")
    /// For the OpenRPC document.
    public static let documentation = MethodDocumentation(
        "Lists the caller's notifications, oldest first.",
        callers: "anyone signed in",
        parameters: [
            "unread_only": "whether to leave out those read; no by default",
            "since_id": "only notifications with greater numbers",
            "before_id": "only notifications with smaller numbers; without either bound, the newest",
            "limit": "how many notifications at most: 1 to 200, 50 by default",
        ]
    )

    /// What the server answers.
    public struct Result: Hashable, Sendable, Codable {
        /// In ascending order of their numbers.
        public var notifications: [Notification]
        /// Whether there is another page in the direction asked for.
        public var hasMore: Bool

        private enum CodingKeys: String, CodingKey {
            case notifications
            case hasMore = "has_more"
        }

        /// Creates an answer.
        public init(notifications: [Notification], hasMore: Bool) {
            self.notifications = notifications
            self.hasMore = hasMore
        }
    }

    /// Whether to leave out those read; no by default.
    public var unreadOnly: Bool?
    /// Only notifications with greater numbers.
    public var sinceID: NotificationID?
    /// Only notifications with smaller numbers; without either bound, the newest.
    public var beforeID: NotificationID?
    /// How many notifications at most: 1 to 200, 50 by default.
    public var limit: Int?

    private enum CodingKeys: String, CodingKey {
        case unreadOnly = "unread_only"
        case sinceID = "since_id"
        case beforeID = "before_id"
        case limit
    }

    /// Creates the call.
    public init(
        unreadOnly: Bool? = nil,
        sinceID: NotificationID? = nil,
        beforeID: NotificationID? = nil,
        limit: Int? = nil
    ) {
        self.unreadOnly = unreadOnly
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
