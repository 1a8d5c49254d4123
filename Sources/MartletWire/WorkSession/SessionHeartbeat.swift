// SPDX-License-Identifier: Apache-2.0

/// Says that a work session goes on, paused or not: every minute, or the server takes it for stale.
///
/// It brings back no session that is over: the answer says that it is.
public struct SessionHeartbeat: MutatingMethod {
    /// The session, and what its beacon shows from now on.
    public typealias Result = TrackedSession

    /// `session.heartbeat`.
    public static let name = MethodName("session.heartbeat")
    /// For the OpenRPC document.
    public static let documentation = MethodDocumentation(
        "Says that a work session goes on, paused or not: every minute, or the server takes it for stale.",
        callers: "whoever began it",
        parameters: [
            "id": "the session",
            "local_id": "the session, as the client calls it: one of the two is needed",
            "duration_seconds": "how long the work took so far without pauses: what a stale end goes by",
            "idempotency_key": "a name for this one effect, 1 to 64 bytes; the same key never has a second effect",
        ],
        errors: [.notFound]
    )

    /// The session.
    public var id: WorkSessionID?
    /// The session, as the client calls it: one of the two is needed.
    public var localID: LocalID?
    /// How long the work took so far without pauses, in seconds: what a stale end goes by.
    public var duration: Int64?
    /// A name for this one effect, 1 to 64 bytes; the same key never has a second effect.
    public var idempotencyKey: String?

    private enum CodingKeys: String, CodingKey {
        case id
        case localID = "local_id"
        case duration = "duration_seconds"
        case idempotencyKey = "idempotency_key"
    }

    /// Creates the call.
    public init(
        id: WorkSessionID? = nil,
        localID: LocalID? = nil,
        duration: Int64? = nil,
        idempotencyKey: String? = nil
    ) {
        self.id = id
        self.localID = localID
        self.duration = duration
        self.idempotencyKey = idempotencyKey
    }

    /// Checks numbers, sizes and counts.
    public func validate(within limits: Limits) throws(RPCError) {
        try limits.check(session: self.id, or: self.localID)
        try limits.check(duration: self.duration)
        try limits.check(idempotencyKey: self.idempotencyKey)
    }
}
