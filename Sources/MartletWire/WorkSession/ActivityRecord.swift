// SPDX-License-Identifier: Apache-2.0

/// Records what somebody did, all of it or nothing, each thing once.
public struct ActivityRecord: MutatingMethod {
    /// `activity.record`.
    public static let name = MethodName("activity.record")
    /// For the OpenRPC document.
    public static let documentation = MethodDocumentation(
        "Records what somebody did, all of it or nothing, each thing once.",
        callers: "anyone signed in, of themselves",
        parameters: [
            "activities": "1 to 100 of them; one whose local_id is known already is passed over",
            "idempotency_key": "a name for this one effect, 1 to 64 bytes; the same key never has a second effect",
        ]
    )

    /// What the server answers.
    public struct Result: Hashable, Sendable, Codable {
        /// How many were new.
        public var created: Int
        /// How many were recorded before, or twice in this call.
        public var known: Int

        private enum CodingKeys: String, CodingKey {
            case created, known
        }

        /// Creates an answer.
        public init(created: Int, known: Int) {
            self.created = created
            self.known = known
        }
    }

    /// What was done.
    public var activities: [Activity]
    /// A name for this one effect, 1 to 64 bytes; the same key never has a second effect.
    public var idempotencyKey: String?

    private enum CodingKeys: String, CodingKey {
        case activities
        case idempotencyKey = "idempotency_key"
    }

    /// Creates the call.
    public init(activities: [Activity], idempotencyKey: String? = nil) {
        self.activities = activities
        self.idempotencyKey = idempotencyKey
    }

    /// Checks numbers, sizes and counts.
    public func validate(within limits: Limits) throws(RPCError) {
        try limits.check(self.activities.count, in: 1...limits.activities, field: "activities")
        for (index, activity) in self.activities.enumerated() {
            let place = "activities.\(index)."
            try limits.check(localID: activity.localID, field: place + "local_id")
            try limits.check(
                repository: activity.repositoryOwner,
                activity.repositoryName,
                pullRequest: activity.pullRequest,
                at: place
            )
            try limits.check(localID: activity.sessionLocalID, field: place + "session_local_id")
            try limits.check(instant: activity.occurredAt, field: place + "occurred_at")
        }
        try limits.check(idempotencyKey: self.idempotencyKey)
    }
}
