// SPDX-License-Identifier: Apache-2.0

/// A stretch of work on one pull request, and how long it took.
public struct WorkSession: Hashable, Sendable, Codable {
    /// Names it on this server.
    public var id: WorkSessionID
    /// What the client that began it calls it.
    public var localID: LocalID
    /// Who works.
    public var userID: UserID
    /// Whose repository.
    public var repositoryOwner: String
    /// Which repository.
    public var repositoryName: String
    /// Which pull request.
    public var pullRequest: Int64
    /// Whether it goes on.
    public var status: WorkSessionStatus
    /// When it began.
    public var startedAt: Timestamp
    /// When it ended; nil while it goes on.
    public var endedAt: Timestamp?
    /// How long the work took, in whole seconds without pauses; nil while it goes on.
    public var duration: Int64?
    /// What ended it; nil while it goes on.
    public var endReason: WorkSessionEndReason?

    enum CodingKeys: String, CodingKey {
        case id
        case localID = "local_id"
        case userID = "user_id"
        case repositoryOwner = "repo_owner"
        case repositoryName = "repo_name"
        case pullRequest = "pr_number"
        case status
        case startedAt = "started_at"
        case endedAt = "ended_at"
        case duration = "duration_seconds"
        case endReason = "ended_reason"
    }

    /// Creates a work session; by default one that goes on.
    public init(
        id: WorkSessionID,
        localID: LocalID,
        userID: UserID,
        repositoryOwner: String,
        repositoryName: String,
        pullRequest: Int64,
        status: WorkSessionStatus = .active,
        startedAt: Timestamp,
        endedAt: Timestamp? = nil,
        duration: Int64? = nil,
        endReason: WorkSessionEndReason? = nil
    ) {
        self.id = id
        self.localID = localID
        self.userID = userID
        self.repositoryOwner = repositoryOwner
        self.repositoryName = repositoryName
        self.pullRequest = pullRequest
        self.status = status
        self.startedAt = startedAt
        self.endedAt = endedAt
        self.duration = duration
        self.endReason = endReason
    }
}
