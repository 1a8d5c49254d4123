// SPDX-License-Identifier: Apache-2.0

import MartletRules
import MartletWire

/// A ``WorkDesk`` on whatever clock.
protocol WorkKeeping: Actor {
    /// Says that work goes on, and ends what is over, until the task is cancelled.
    func run(for martlet: Martlet) async
    /// Begins a session, and waits a little for the server to have it.
    func begin(_ start: SessionStart, for martlet: Martlet, idle: Duration?) async throws(RPCError)
    /// Notes that the person did something.
    func heardOfPerson(in session: LocalID)
    /// Stops counting time.
    func pause(_ session: LocalID) async
    /// Counts time again.
    func resume(_ session: LocalID)
    /// Ends a session, and waits a little for the server to know.
    func end(
        _ session: LocalID,
        _ reason: WorkSessionEndReason,
        for martlet: Martlet,
        within patience: Duration
    ) async throws(RPCError) -> Posting<WorkSession>
    /// How a session stands and how long its work took so far; nil once it is over.
    func standing(of session: LocalID) -> (state: WorkState, worked: Duration)?
    /// Tells that somebody else may use the client now.
    nonisolated func userChanged()
}

/// Whether a session's time is counted.
public enum WorkState: String, Hashable, Sendable, CaseIterable {
    /// It is.
    case running
    /// Not until somebody says that they go on.
    case paused
    /// It ended.
    case over
}
