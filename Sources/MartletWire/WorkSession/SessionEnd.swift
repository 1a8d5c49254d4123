// SPDX-License-Identifier: Apache-2.0

/// Ends a work session; to end it again changes nothing, and to end a stale one corrects it, once.
public struct SessionEnd: MutatingMethod {
    /// The session.
    public typealias Result = WorkSession

    /// `session.end`.
    public static let name = MethodName("session.end")
    /// For the OpenRPC document.
    public static let documentation = MethodDocumentation(
        "Ends a work session; to end it again changes nothing, and to end a stale one corrects it, once.",
        callers: "whoever began it",
        parameters: [
            "id": "the session",
            "local_id": "the session, as the client calls it: one of the two is needed",
            "duration_seconds": "how long the work took without pauses; by default from its start to its end",
            "ended_at": "when it ended; the server's now by default, and never later than that",
            "reason": "what ended it; ended by default, and never stale",
            "idempotency_key": "a name for this one effect, 1 to 64 bytes; the same key never has a second effect",
        ],
        errors: [.notFound]
    )

    /// The session.
    public var id: WorkSessionID?
    /// The session, as the client calls it: one of the two is needed.
    public var localID: LocalID?
    /// How long the work took without pauses in seconds; by default from its start to its end.
    public var duration: Int64?
    /// When it ended; the server's now by default, and never later than that.
    public var endedAt: Timestamp?
    /// What ended it; ``WorkSessionEndReason/ended`` by default, and never ``WorkSessionEndReason/stale``.
    public var reason: WorkSessionEndReason?
    /// A name for this one effect, 1 to 64 bytes; the same key never has a second effect.
    public var idempotencyKey: String?

    private enum CodingKeys: String, CodingKey {
        case id
        case localID = "local_id"
        case duration = "duration_seconds"
        case endedAt = "ended_at"
        case reason
        case idempotencyKey = "idempotency_key"
    }

    /// Creates the call.
    public init(
        id: WorkSessionID? = nil,
        localID: LocalID? = nil,
        duration: Int64? = nil,
        endedAt: Timestamp? = nil,
        reason: WorkSessionEndReason? = nil,
        idempotencyKey: String? = nil
    ) {
        self.id = id
        self.localID = localID
        self.duration = duration
        self.endedAt = endedAt
        self.reason = reason
        self.idempotencyKey = idempotencyKey
    }

    /// Checks numbers, sizes and counts.
    public func validate(within limits: Limits) throws(RPCError) {
        try limits.check(session: self.id, or: self.localID)
        try limits.check(duration: self.duration)
        try limits.check(instant: self.endedAt, field: "ended_at")
        guard self.reason != .stale else {
            throw .invalid("reason", "ended, idle or closed; only the server says stale")
        }
        try limits.check(idempotencyKey: self.idempotencyKey)
    }
}
