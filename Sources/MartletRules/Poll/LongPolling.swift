// SPDX-License-Identifier: Apache-2.0

package import MartletWire

/// Decides when a client that polls asks again: at once after a long wait, and never sooner than a second after it
/// asked before, unless there is more to fetch.
package struct LongPolling<Instant: InstantProtocol>: Sendable where Instant.Duration == Duration {
    /// How long the server may hold a poll that has nothing to bring: `wait_ms`.
    package static var wait: Milliseconds { 25_000 }
    /// How far apart polls begin.
    package static var spacing: Duration { .seconds(1) }

    private var askedAt: Instant
    private var backoff: Backoff<Instant>
    private var refusals = PollRefusals()
    private var isHealthy = false

    /// Starts to poll: the first poll is due.
    package init(_ schedule: BackoffSchedule = .reconnect, startingAt now: Instant) {
        self.askedAt = now
        self.backoff = Backoff(schedule)
    }

    /// Notes that a poll is sent.
    package mutating func asked(at now: Instant) {
        self.askedAt = now
    }

    /// Decides what follows a poll.
    package mutating func ended(
        _ result: PollResult,
        at now: Instant,
        using generator: inout some RandomNumberGenerator
    ) -> PollAction {
        if case .page(let hasEvents, let hasMore) = result {
            self.refusals.succeeded()
            if !self.isHealthy { self.backoff.succeeded(at: now) }
            self.isHealthy = true
            let pause = Self.spacing - self.askedAt.duration(to: now)
            return .poll(after: hasEvents && hasMore ? .zero : max(pause, .zero))
        }
        self.isHealthy = false
        let verdict = self.refusals.ended(result)
        if case .stop(let verdict) = verdict { return .stop(verdict) }
        let delay = self.backoff.failed(at: now, hint: result.hint, using: &generator)
        return verdict == .refreshToken ? .refreshToken(thenPollAfter: delay) : .poll(after: delay)
    }
}
