// SPDX-License-Identifier: Apache-2.0

package import MartletWire

/// Decides for a client what follows the end of a connection: when to come back, with what, or not at all.
///
/// A server's hints may raise a delay, never lower it. What says "stop" is final until somebody acts: start anew then.
package struct Reconnection<Instant: InstantProtocol>: Sendable where Instant.Duration == Duration {
    /// How a connection ended, or why there was none.
    package enum Ending: Hashable, Sendable {
        /// With a close frame, or ``CloseCode/lost`` without one.
        case closed(CloseCode, hint: Duration? = nil)
        /// The server answered the upgrade with an HTTP status other than 101.
        case refused(status: Int, hint: Duration? = nil)
        /// There was nobody to dial.
        case unreachable
        /// Nothing was heard for too long.
        case silent
        /// The server counted other events than the client got.
        case miscounted
    }

    /// What the client does next.
    package enum Action: Hashable, Sendable {
        /// Dial after a pause, and resume.
        case dial(after: Duration)
        /// Get a newer token, then dial after a pause, and resume.
        case refreshToken(thenDialAfter: Duration)
        /// Stay away and report.
        case stop
    }

    private var backoff: Backoff<Instant>
    private let proof: Duration
    private var openedAt: Instant?
    private var hint: Duration?
    private var hasRetriedOnce = false

    package init(_ schedule: BackoffSchedule = .reconnect) {
        self.backoff = Backoff(schedule)
        self.proof = schedule.proof
    }

    /// Notes that a connection said hello.
    package mutating func opened(at now: Instant) {
        self.backoff.succeeded(at: now)
        self.openedAt = now
        self.hint = nil
    }

    /// Notes that the server asked to be left alone for a while once the connection ends.
    package mutating func draining(reconnectAfter delay: Duration) {
        self.hint = max(self.hint ?? .zero, delay)
    }

    /// Decides what follows.
    package mutating func ended(
        _ ending: Ending,
        at now: Instant,
        using generator: inout some RandomNumberGenerator
    ) -> Action {
        if let since = self.openedAt, since.duration(to: now) >= self.proof { self.hasRetriedOnce = false }
        let wasOpen = self.openedAt != nil
        self.openedAt = nil
        switch ending {
        case .closed(let code, let hint):
            return self.closed(code, hint: hint, at: now, using: &generator)
        case .refused(let status, let hint):
            guard RefusalStatus(rawValue: status).mayPass else { return .stop }
            return .dial(after: self.delay(hint, at: now, using: &generator))
        case .unreachable, .miscounted:
            return .dial(after: self.delay(nil, at: now, using: &generator))
        case .silent:
            // Whoever waited this long for a dead connection waits no longer, unless asked to; it still counts as a failure.
            let mayHurry = wasOpen && self.hint == nil
            let delay = self.delay(nil, at: now, using: &generator)
            return .dial(after: mayHurry ? .zero : delay)
        }
    }

    private mutating func closed(
        _ code: CloseCode,
        hint: Duration?,
        at now: Instant,
        using generator: inout some RandomNumberGenerator
    ) -> Action {
        switch code.reaction {
        case .stop:
            return .stop
        case .retryOnce where self.hasRetriedOnce:
            return .stop
        case .retryOnce:
            self.hasRetriedOnce = true
            return .dial(after: self.delay(hint, at: now, using: &generator))
        case .refreshToken:
            return .refreshToken(thenDialAfter: self.delay(hint, at: now, using: &generator))
        case .reconnect:
            return .dial(after: self.delay(hint, at: now, using: &generator))
        }
    }

    private mutating func delay(
        _ hint: Duration?,
        at now: Instant,
        using generator: inout some RandomNumberGenerator
    ) -> Duration {
        let asked = max(hint ?? .zero, self.hint ?? .zero)
        self.hint = nil
        return self.backoff.failed(at: now, hint: asked, using: &generator)
    }
}
