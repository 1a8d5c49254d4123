// SPDX-License-Identifier: Apache-2.0

import MartletRules
public import MartletWire

/// The work that people do on pull requests, and what they do there.
///
/// A session begins and ends once, whatever network and process do: both are durable calls, and what a process that is
/// gone has left behind is ended by the next. While it goes on the server hears of it every minute, as long as something
/// is followed or ``Martlet/run()`` runs.
///
/// ```swift
/// let tracked = try await martlet.workSessions.start(repository: "o/r", pullRequest: 42)
/// await tracked.pause()
/// await tracked.resume()
/// try await tracked.record(.approve)
/// try await tracked.end()
/// ```
public struct WorkSessions: Sendable {
    let martlet: Martlet

    /// Begins to count time, and tells the server; offline it is told later, with the time as it was.
    /// - Parameters:
    ///   - repository: Whose and which, as `owner/name`.
    ///   - pullRequest: Which pull request, from 1.
    ///   - idle: After how long without a sign of the person the session ends, where they last gave one; nil for never.
    /// - Returns: The session, which goes on whoever keeps this.
    /// - Throws: ``/MartletWire/RPCError/Code/invalidParams`` naming `repository` or `pr_number`,
    ///   ``/MartletWire/RPCError/Code/invalidRequest`` if the server does not take it, or why it cannot be kept.
    public func start(
        repository: String,
        pullRequest: Int64,
        idle: Duration? = .seconds(300)
    ) async throws(RPCError) -> LiveSession {
        let parts = repository.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2 else { throw .invalid("repository", "expected owner/name") }
        let start = SessionStart(
            localID: LocalID(rawValue: self.martlet.draw().lowercased()),
            repositoryOwner: String(parts[0]),
            repositoryName: String(parts[1]),
            pullRequest: pullRequest,
            startedAt: self.martlet.date()
        )
        try start.validate(within: .standard)
        try await self.martlet.desk.begin(start, for: self.martlet, idle: idle)
        return LiveSession(start, martlet: self.martlet)
    }

    /// Notes what somebody did, whether or not a session goes on; sent with others, at the latest after 30 s.
    /// - Parameter activity: What was done; recorded once under its local id.
    /// - Throws: ``/MartletWire/RPCError/Code/invalidParams`` naming the field, or why it cannot be kept.
    public func record(_ activity: Activity) async throws(RPCError) {
        let call = ActivityRecord(activities: [activity], idempotencyKey: activity.localID.rawValue)
        try call.validate(within: .standard)
        let batched = Durability(lane: "activities", patience: .zero, isBatched: true)
        _ = try await self.martlet.call(call, batched)
    }
}

extension Martlet {
    /// The work that people do on pull requests.
    public var workSessions: WorkSessions { WorkSessions(martlet: self) }
}
