// SPDX-License-Identifier: Apache-2.0

/// Reads entries of the log without their payloads, oldest first.
public struct AdminLogTail: Method {
    /// `admin.log_tail`.
    public static let name = MethodName("admin.log_tail")
    /// For the OpenRPC document.
    public static let documentation = MethodDocumentation(
        "Reads entries of the log without their payloads, oldest first.",
        callers: "operators",
        parameters: [
            "since": "only entries after this one; the newest by default",
            "limit": "how many entries at most: 1 to 200, 50 by default",
        ],
        errors: [.forbidden]
    )

    /// What the server answers.
    public struct Result: Hashable, Sendable, Codable {
        /// The entries.
        public var entries: [LogTailEntry]
        /// The newest entry of the log.
        public var head: Seq
        /// The oldest entry still kept.
        public var floor: Seq

        private enum CodingKeys: String, CodingKey {
            case entries, head, floor
        }

        /// Creates an answer.
        public init(entries: [LogTailEntry], head: Seq, floor: Seq) {
            self.entries = entries
            self.head = head
            self.floor = floor
        }
    }

    /// Only entries after this one; the newest by default.
    public var since: Seq?
    /// How many entries at most: 1 to 200, 50 by default.
    public var limit: Int?

    private enum CodingKeys: String, CodingKey {
        case since, limit
    }

    /// Creates the call.
    public init(since: Seq? = nil, limit: Int? = nil) {
        self.since = since
        self.limit = limit
    }

    /// Checks numbers, sizes and counts.
    public func validate(within limits: Limits) throws(RPCError) {
        try limits.check(bound: self.since, field: "since")
        try limits.check(pageSize: self.limit)
    }
}
