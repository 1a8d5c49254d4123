// SPDX-License-Identifier: Apache-2.0

import MartletRules
public import MartletWire

/// A work session that this process tracks.
///
/// Letting go of it changes nothing: it goes on until ``end(_:within:)``, until the person does nothing for a while, or
/// until somebody else uses the client.
public struct LiveSession: Sendable {
    /// What this client calls it, and the server too.
    public let localID: LocalID
    /// Whose repository.
    public let repositoryOwner: String
    /// Which repository.
    public let repositoryName: String
    /// Which pull request.
    public let pullRequest: Int64
    private let martlet: Martlet

    init(_ start: SessionStart, martlet: Martlet) {
        self.localID = start.localID
        self.repositoryOwner = start.repositoryOwner
        self.repositoryName = start.repositoryName
        self.pullRequest = start.pullRequest
        self.martlet = martlet
    }

    /// Whether time is counted.
    public var state: WorkState {
        get async { await self.martlet.desk.standing(of: self.localID)?.state ?? .over }
    }

    /// How long the work took so far, without pauses; nil once it is over.
    public var worked: Duration? {
        get async { await self.martlet.desk.standing(of: self.localID)?.worked }
    }

    /// Notes that the person is there: they scrolled, typed or clicked.
    public func touch() async {
        await self.martlet.desk.heardOfPerson(in: self.localID)
    }

    /// Stops counting time; the session goes on, and nobody is idle meanwhile.
    public func pause() async {
        await self.martlet.desk.pause(self.localID)
    }

    /// Counts time again.
    public func resume() async {
        await self.martlet.desk.resume(self.localID)
    }

    /// Notes what the person did, which is a sign of them too.
    /// - Throws: Why it cannot be kept.
    public func record(_ kind: ActivityKind) async throws(RPCError) {
        await self.touch()
        try await self.martlet.workSessions.record(
            Activity(
                localID: LocalID(rawValue: self.martlet.draw().lowercased()),
                kind: kind,
                repositoryOwner: self.repositoryOwner,
                repositoryName: self.repositoryName,
                pullRequest: self.pullRequest,
                sessionLocalID: self.localID,
                occurredAt: self.martlet.date()
            )
        )
    }

    /// Ends the session; it is safe on disk when this returns, and to end it again changes nothing.
    /// - Parameters:
    ///   - reason: What ended it.
    ///   - patience: How long to wait for the server to know.
    /// - Returns: The session as the server has it, if that is known in time.
    /// - Throws: Why the end cannot be kept; it is tried again while the client runs.
    @discardableResult
    public func end(
        _ reason: WorkSessionEndReason = .ended,
        within patience: Duration = .milliseconds(500)
    ) async throws(RPCError) -> Posting<WorkSession> {
        try await self.martlet.desk.end(self.localID, reason, for: self.martlet, within: patience)
    }
}
