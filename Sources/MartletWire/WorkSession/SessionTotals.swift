// SPDX-License-Identifier: Apache-2.0

/// Adds up finished work sessions per person and day of their start.
public struct SessionTotals: Method {
    /// `session.totals`.
    public static let name = MethodName("session.totals")
    /// For the OpenRPC document.
    public static let documentation = MethodDocumentation(
        "Adds up finished work sessions per person and day of their start.",
        callers: "anyone signed in, of themselves and those who share a workspace with them",
        parameters: [
            "from": "an instant on the first day, which counts as a whole, in milliseconds since 1970",
            "to": "the instant before which the last day begins, which counts as a whole; at most 366 days after from",
            "time_zone": "where the days begin, such as Europe/Berlin (default UTC)",
            "workspace_id": "only this workspace's members",
        ],
        errors: [.notFound]
    )

    /// What the server answers.
    public struct Result: Hashable, Sendable, Codable {
        /// Every day on which somebody's sessions took any time, in the order of people, then days.
        public var totals: [DayTotal]

        private enum CodingKeys: String, CodingKey {
            case totals
        }

        /// Creates an answer.
        public init(totals: [DayTotal]) {
            self.totals = totals
        }
    }

    /// An instant on the first day, which counts as a whole.
    public var from: Timestamp
    /// The instant before which the last day begins, which counts as a whole.
    public var to: Timestamp
    /// Where the days begin.
    public var timeZone: String?
    /// Only this workspace's members.
    public var workspaceID: WorkspaceID?

    private enum CodingKeys: String, CodingKey {
        case from, to
        case timeZone = "time_zone"
        case workspaceID = "workspace_id"
    }

    /// Creates the call.
    public init(from: Timestamp, to: Timestamp, timeZone: String? = nil, workspaceID: WorkspaceID? = nil) {
        self.from = from
        self.to = to
        self.timeZone = timeZone
        self.workspaceID = workspaceID
    }

    /// Checks numbers, sizes and counts.
    public func validate(within limits: Limits) throws(RPCError) {
        try limits.check(instant: self.from, field: "from")
        try limits.check(instant: self.to, field: "to")
        try limits.check(span: self.from, to: self.to)
        try limits.check(id: self.workspaceID, field: "workspace_id")
    }
}
