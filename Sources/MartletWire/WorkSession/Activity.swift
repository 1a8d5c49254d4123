// SPDX-License-Identifier: Apache-2.0

/// Something that somebody did on a pull request, perhaps during a work session.
public struct Activity: Hashable, Sendable, Codable {
    /// What the client calls it, 1 to 64 bytes: the same again is recorded once.
    public var localID: LocalID
    /// What was done.
    public var kind: ActivityKind
    /// Whose repository.
    public var repositoryOwner: String
    /// Which repository.
    public var repositoryName: String
    /// Which pull request.
    public var pullRequest: Int64
    /// The work session that it belongs to, as the client calls it; the server need not know of that yet.
    public var sessionLocalID: LocalID?
    /// When it was done; the server's now by default, and never later than that.
    public var occurredAt: Timestamp?

    private enum CodingKeys: String, CodingKey {
        case localID = "local_id"
        case kind
        case repositoryOwner = "repo_owner"
        case repositoryName = "repo_name"
        case pullRequest = "pr_number"
        case sessionLocalID = "session_local_id"
        case occurredAt = "occurred_at"
    }

    /// Creates an activity.
    public init(
        localID: LocalID,
        kind: ActivityKind,
        repositoryOwner: String,
        repositoryName: String,
        pullRequest: Int64,
        sessionLocalID: LocalID? = nil,
        occurredAt: Timestamp? = nil
    ) {
        self.localID = localID
        self.kind = kind
        self.repositoryOwner = repositoryOwner
        self.repositoryName = repositoryName
        self.pullRequest = pullRequest
        self.sessionLocalID = sessionLocalID
        self.occurredAt = occurredAt
    }
}
