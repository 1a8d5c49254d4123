// SPDX-License-Identifier: Apache-2.0

/// Begins a work session, once under each local id; one that is over already may be told of in the same call.
public struct SessionStart: MutatingMethod {
    /// The session, and what its beacon shows.
    public typealias Result = TrackedSession

    /// `session.start`.
    public static let name = MethodName("session.start")
    /// For the OpenRPC document.
    public static let documentation = MethodDocumentation(
        "Begins a work session, once under each local id; one that is over already may be told of in the same call.",
        callers: "anyone signed in",
        parameters: [
            "local_id": "what the client calls it, 1 to 64 bytes: the same again answers the same session",
            "repo_owner": "whose repository, at most 100 scalars",
            "repo_name": "which repository, at most 100 scalars",
            "pr_number": "which pull request, from 1",
            "started_at": "when it began; the server's now by default, and never later than that",
            "ended_at": "when it ended, if it is over",
            "duration_seconds": "how long the work took without pauses, if it is over",
            "idempotency_key": "a name for this one effect, 1 to 64 bytes; the same key never has a second effect",
        ],
        errors: [.conflict]
    )

    /// What the client calls it, 1 to 64 bytes: the same again answers the same session.
    public var localID: LocalID
    /// Whose repository.
    public var repositoryOwner: String
    /// Which repository.
    public var repositoryName: String
    /// Which pull request.
    public var pullRequest: Int64
    /// When it began; the server's now by default, and never later than that.
    public var startedAt: Timestamp?
    /// When it ended, if it is over.
    public var endedAt: Timestamp?
    /// How long the work took without pauses in seconds, if it is over.
    public var duration: Int64?
    /// A name for this one effect, 1 to 64 bytes; the same key never has a second effect.
    public var idempotencyKey: String?

    private enum CodingKeys: String, CodingKey {
        case localID = "local_id"
        case repositoryOwner = "repo_owner"
        case repositoryName = "repo_name"
        case pullRequest = "pr_number"
        case startedAt = "started_at"
        case endedAt = "ended_at"
        case duration = "duration_seconds"
        case idempotencyKey = "idempotency_key"
    }

    /// Creates the call.
    public init(
        localID: LocalID,
        repositoryOwner: String,
        repositoryName: String,
        pullRequest: Int64,
        startedAt: Timestamp? = nil,
        endedAt: Timestamp? = nil,
        duration: Int64? = nil,
        idempotencyKey: String? = nil
    ) {
        self.localID = localID
        self.repositoryOwner = repositoryOwner
        self.repositoryName = repositoryName
        self.pullRequest = pullRequest
        self.startedAt = startedAt
        self.endedAt = endedAt
        self.duration = duration
        self.idempotencyKey = idempotencyKey
    }

    /// Checks numbers, sizes and counts.
    public func validate(within limits: Limits) throws(RPCError) {
        try limits.check(localID: self.localID, field: "local_id")
        try limits.check(repository: self.repositoryOwner, self.repositoryName, pullRequest: self.pullRequest)
        try limits.check(instant: self.startedAt, field: "started_at")
        try limits.check(instant: self.endedAt, field: "ended_at")
        try limits.check(duration: self.duration)
        try limits.check(idempotencyKey: self.idempotencyKey)
    }
}
