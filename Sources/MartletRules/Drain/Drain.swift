// SPDX-License-Identifier: Apache-2.0

/// Decides when a drain is over: at once when nobody is left, and in any case at the end of its window.
package struct Drain<Instant: InstantProtocol>: Sendable where Instant.Duration == Duration {
    /// What the owner does next.
    package enum Action: Hashable, Sendable {
        /// Call ``timerFired(at:)`` at this instant.
        case wait(until: Instant)
        /// Go; whoever is still connected is cut off.
        case done(left: Int)
    }

    private let deadline: Instant
    private var left: Int

    /// Starts a drain.
    package init(connections: Int, window: Duration = .seconds(20), startingAt now: Instant) {
        self.left = max(connections, 0)
        self.deadline = now.advanced(by: window)
    }

    /// Notes how many connections are left, new ones that slipped in included.
    package mutating func connectionsLeft(_ count: Int, at now: Instant) -> Action {
        self.left = max(count, 0)
        return self.timerFired(at: now)
    }

    /// Decides whether to wait on.
    package func timerFired(at now: Instant) -> Action {
        self.left == 0 || now >= self.deadline ? .done(left: self.left) : .wait(until: self.deadline)
    }
}
