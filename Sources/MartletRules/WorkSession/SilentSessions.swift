// SPDX-License-Identifier: Apache-2.0

package import MartletWire

/// Decides which work sessions have been silent for so long that nobody works any more.
///
/// Only what was seen counts: a session is silent from the moment at which it was first seen with the same number of signs of life,
/// on a clock that no one sets. So neither a jump of the wall clock nor a night in which the server was down ends anybody's work.
package struct SilentSessions<Instant: InstantProtocol>: Sendable where Instant.Duration == Duration {
    /// A session that goes on, and how many signs of life it gave.
    package struct Sign: Hashable, Sendable {
        package var session: WorkSessionID
        package var count: Int64

        package init(_ session: WorkSessionID, count: Int64) {
            self.session = session
            self.count = count
        }
    }

    private let patience: Duration
    private var seen: [Sign: Instant] = [:]

    /// Begins to listen.
    /// - Parameter patience: How long a session may be silent.
    package init(patience: Duration) {
        precondition(patience > .zero, "a heartbeat takes time")
        self.patience = patience
    }

    /// How many sessions are listened to.
    package var count: Int { self.seen.count }

    /// Decides about all sessions that go on.
    ///
    /// - Parameters:
    ///   - signs: Each session that goes on, once.
    ///   - now: The instant at which they were listed.
    /// - Returns: Those to end, unless they have given another sign of life by then.
    package mutating func listed(_ signs: [Sign], at now: Instant) -> [Sign] {
        var still: [Sign: Instant] = [:]
        for sign in signs { still[sign] = self.seen[sign] ?? now }
        self.seen = still
        return signs.filter { sign in still[sign].map { $0.duration(to: now) >= self.patience } ?? false }
    }
}
