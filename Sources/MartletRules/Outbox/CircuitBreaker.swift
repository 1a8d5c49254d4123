// SPDX-License-Identifier: Apache-2.0

/// Keeps away from a server that does not answer, and looks from time to time whether it does again.
package struct CircuitBreaker<Instant: InstantProtocol>: Sendable where Instant.Duration == Duration {
    /// Whether to try.
    package enum Permission: Hashable, Sendable {
        /// As much as there is.
        case granted
        /// One attempt, to see: call ``probed()`` when it is made.
        case probe
        /// Not before.
        case wait(until: Instant)
        /// Not before the probe has its answer.
        case awaitProbe
    }

    private enum State: Sendable {
        case closed(failures: Int)
        case open(until: Instant)
        case probing
    }

    private let limit: Int
    private let pause: Duration
    private var state = State.closed(failures: 0)

    /// Creates a closed breaker.
    ///
    /// - Parameters:
    ///   - failures: How many in a row open it.
    ///   - pause: How long it stays open before each probe.
    package init(opensAfter failures: Int, probesAfter pause: Duration) {
        precondition(failures > 0 && pause > .zero, "a breaker opens after some failures, for some time")
        self.limit = failures
        self.pause = pause
    }

    /// Whether it keeps things back.
    package var isOpen: Bool {
        switch self.state {
        case .closed: false
        case .open, .probing: true
        }
    }

    /// Says whether to try.
    package func permission(at now: Instant) -> Permission {
        switch self.state {
        case .closed: .granted
        case .open(let until): now < until ? .wait(until: until) : .probe
        case .probing: .awaitProbe
        }
    }

    /// Notes that the probe is under way.
    package mutating func probed() {
        self.state = .probing
    }

    /// Notes that the server answered.
    package mutating func succeeded() {
        self.state = .closed(failures: 0)
    }

    /// Notes that it did not.
    package mutating func failed(at now: Instant) {
        switch self.state {
        case .closed(let failures) where failures + 1 < self.limit: self.state = .closed(failures: failures + 1)
        case .closed, .probing: self.state = .open(until: now.advanced(by: self.pause))
        case .open: break
        }
    }

    /// Notes that something changed which may have helped, such as the network's return: a probe is due at once.
    package mutating func woken(at now: Instant) {
        switch self.state {
        case .closed: break
        case .open, .probing: self.state = .open(until: now)
        }
    }

    /// Notes that the probe was not made after all.
    package mutating func probeWithdrawn(at now: Instant) {
        if case .probing = self.state { self.state = .open(until: now) }
    }
}
