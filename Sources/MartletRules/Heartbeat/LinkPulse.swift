// SPDX-License-Identifier: Apache-2.0

/// How each end of a link between processes shows that it lives, and notices that the other end does not.
///
/// A process that has stopped keeps its connections open, and takes what is sent for a while: only its silence tells.
package struct LinkPulse<Instant: InstantProtocol>: Sendable where Instant.Duration == Duration {
    /// What the owner of the connection does next.
    package enum Action: Hashable, Sendable {
        /// Send a beat, and call ``timerFired(at:)`` at this instant.
        case beat(next: Instant)
        /// End the connection: nobody is there.
        case dead
    }

    private let timing: LinkTiming
    private var heard: Instant
    /// When the timer was to fire.
    private var due: Instant

    /// Starts with a connection that just opened: call ``timerFired(at:)`` at once.
    package init(timing: LinkTiming = LinkTiming(), startingAt now: Instant) {
        self.timing = timing
        self.heard = now
        self.due = now
    }

    /// Notes that anything came.
    package mutating func heardFromPeer(at now: Instant) {
        self.heard = now
    }

    /// Decides what the passing of time calls for.
    package mutating func timerFired(at now: Instant) -> Action {
        if self.due.duration(to: now) >= self.timing.interval {
            // We were stopped ourselves: what came meanwhile has yet to be read.
            self.heard = max(self.heard, now.advanced(by: self.timing.interval - self.timing.silence))
        }
        guard self.heard.duration(to: now) < self.timing.silence else { return .dead }
        self.due = min(now.advanced(by: self.timing.interval), self.heard.advanced(by: self.timing.silence))
        return .beat(next: self.due)
    }
}
