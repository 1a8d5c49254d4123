// SPDX-License-Identifier: Apache-2.0

/// Decides for one connection when the server pings, and when silence means that the peer is gone.
///
/// Pings go out on a fixed beat, busy or not: each one carries the position and the count that the client checks.
/// A server with many connections uses ``HeartbeatWheel``, which decides the same for all of them with one timer.
package struct Heartbeat<Instant: InstantProtocol>: Sendable where Instant.Duration == Duration {
    /// What the owner of the connection does next.
    package enum Action: Hashable, Sendable {
        /// Call ``timerFired(at:)`` again at this instant.
        case wait(until: Instant)
        /// Send a ping, then call ``timerFired(at:)`` at `deadline`.
        case ping(deadline: Instant)
        /// End the connection as lost (3100).
        case close
    }

    private enum State: Sendable {
        case resting(pingAt: Instant)
        case asked(deadline: Instant, pingAt: Instant)
        case closed
    }

    private let timing: HeartbeatTiming
    private var state: State

    /// Starts a heartbeat whose first ping comes at a random point of the interval, so that connections that were
    /// opened together are not pinged together.
    package init(
        timing: HeartbeatTiming = HeartbeatTiming(),
        startingAt now: Instant,
        using generator: inout some RandomNumberGenerator
    ) {
        self.timing = timing
        let phase = Double.random(in: 0..<1, using: &generator)
        self.state = .resting(pingAt: now.advanced(by: timing.interval * phase))
    }

    /// Notes that any frame arrived: a pong proves no more than data does.
    package mutating func heardFromPeer() {
        switch self.state {
        case .asked(_, let pingAt): self.state = .resting(pingAt: pingAt)
        case .resting, .closed: break
        }
    }

    /// Decides what the passing of time calls for.
    package mutating func timerFired(at now: Instant) -> Action {
        switch self.state {
        case .resting(let due):
            guard now >= due else { return .wait(until: due) }
            let deadline = now.advanced(by: self.timing.patience)
            self.state = .asked(deadline: deadline, pingAt: now.advanced(by: self.timing.interval))
            return .ping(deadline: deadline)
        case .asked(let deadline, _):
            guard now >= deadline else { return .wait(until: deadline) }
            self.state = .closed
            return .close
        case .closed:
            return .close
        }
    }
}
