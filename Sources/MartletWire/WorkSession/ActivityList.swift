// SPDX-License-Identifier: Apache-2.0

/// Lists what was done during one work session, in the order of its happening.
public struct ActivityList: Method {
    /// `activity.list`.
    public static let name = MethodName("activity.list")
    /// For the OpenRPC document.
    public static let documentation = MethodDocumentation(
        "Lists what was done during one work session, in the order of its happening.",
        callers: "whoever began the session, and whoever shares a workspace with them",
        parameters: [
            "id": "the session",
            "local_id": "one of the caller's own sessions, as the client calls it: one of the two is needed",
            "limit": "how many at most, 1 to 200 (default 50)",
        ],
        errors: [.notFound]
    )

    /// What the server answers.
    public struct Result: Hashable, Sendable, Codable {
        /// The activities.
        public var activities: [Activity]
        /// Whether there are later ones.
        public var hasMore: Bool

        private enum CodingKeys: String, CodingKey {
            case activities
            case hasMore = "has_more"
        }

        /// Creates an answer.
        public init(activities: [Activity], hasMore: Bool) {
            self.activities = activities
            self.hasMore = hasMore
        }
    }

    /// The session.
    public var id: WorkSessionID?
    /// One of the caller's own sessions, as the client calls it: one of the two is needed.
    public var localID: LocalID?
    /// How many at most.
    public var limit: Int?

    private enum CodingKeys: String, CodingKey {
        case id
        case localID = "local_id"
        case limit
    }

    /// Creates the call.
    public init(id: WorkSessionID? = nil, localID: LocalID? = nil, limit: Int? = nil) {
        self.id = id
        self.localID = localID
        self.limit = limit
    }

    /// Checks numbers, sizes and counts.
    public func validate(within limits: Limits) throws(RPCError) {
        try limits.check(session: self.id, or: self.localID)
        try limits.check(pageSize: self.limit)
    }
}
