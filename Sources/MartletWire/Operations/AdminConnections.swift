// SPDX-License-Identifier: Apache-2.0

/// Lists live connections in order of their names.
public struct AdminConnections: Method {
    /// `admin.connections`.
    public static let name = MethodName("admin.connections")
    /// For the OpenRPC document.
    public static let documentation = MethodDocumentation(
        "Lists live connections in order of their names.",
        callers: "operators",
        parameters: [
            "user_id": "only this person's",
            "after": "only those after this name: the next page",
            "limit": "how many connections at most: 1 to 200, 50 by default",
        ],
        errors: [.forbidden]
    )

    /// What the server answers.
    public struct Result: Hashable, Sendable, Codable {
        /// The connections.
        public var connections: [ConnectionReport]
        /// Whether there is another page in the direction asked for.
        public var hasMore: Bool

        private enum CodingKeys: String, CodingKey {
            case connections
            case hasMore = "has_more"
        }

        /// Creates an answer.
        public init(connections: [ConnectionReport], hasMore: Bool) {
            self.connections = connections
            self.hasMore = hasMore
        }
    }

    /// Only this person's.
    public var userID: UserID?
    /// Only those after this name: the next page.
    public var after: ConnectionID?
    /// How many connections at most: 1 to 200, 50 by default.
    public var limit: Int?

    private enum CodingKeys: String, CodingKey {
        case userID = "user_id"
        case after, limit
    }

    /// Creates the call.
    public init(userID: UserID? = nil, after: ConnectionID? = nil, limit: Int? = nil) {
        self.userID = userID
        self.after = after
        self.limit = limit
    }

    /// Checks numbers, sizes and counts.
    public func validate(within limits: Limits) throws(RPCError) {
        try limits.check(id: self.userID, field: "user_id")
        try limits.check(token: self.after, field: "after")
        try limits.check(pageSize: self.limit)
    }
}
