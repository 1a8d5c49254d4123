// SPDX-License-Identifier: Apache-2.0

/// Lists what clients say that their outboxes have given up, the latest word first.
public struct AdminDeadLetters: Method {
    /// `admin.dead_letters`.
    public static let name = MethodName("admin.dead_letters")
    /// For the OpenRPC document.
    public static let documentation = MethodDocumentation(
        "Lists what clients say that their outboxes have given up, the latest word first.",
        callers: "operators",
        parameters: ["limit": "how many reports at most: 1 to 200, 50 by default"],
        errors: [.forbidden]
    )

    /// What the server answers.
    public struct Result: Hashable, Sendable, Codable {
        /// One report for each client that has given anything up.
        public var reports: [DeadLetterReport]

        private enum CodingKeys: String, CodingKey {
            case reports
        }

        /// Creates an answer.
        public init(reports: [DeadLetterReport]) {
            self.reports = reports
        }
    }

    /// How many reports at most: 1 to 200, 50 by default.
    public var limit: Int?

    private enum CodingKeys: String, CodingKey {
        case limit
    }

    /// Creates the call.
    public init(limit: Int? = nil) {
        self.limit = limit
    }

    /// Checks counts.
    public func validate(within limits: Limits) throws(RPCError) {
        try limits.check(pageSize: self.limit)
    }
}
