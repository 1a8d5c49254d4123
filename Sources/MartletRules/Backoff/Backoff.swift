// SPDX-License-Identifier: Apache-2.0

/// How long to wait before the next attempt.
///
/// An attempt that succeeds proves little: only one that stays healthy for a while starts the delays over, so that a
/// server that accepts and drops is not dialled every second.
package struct Backoff<Instant: InstantProtocol>: Sendable where Instant.Duration == Duration {
    private let schedule: BackoffSchedule
    private var attempts = 0
    private var healthySince: Instant?

    package init(_ schedule: BackoffSchedule = .reconnect) {
        self.schedule = schedule
    }

    /// Notes that an attempt succeeded.
    package mutating func succeeded(at now: Instant) {
        self.healthySince = now
    }

    /// Draws the delay after a failure, or after the end of what had succeeded.
    ///
    /// - Parameters:
    ///   - now: The instant of the failure.
    ///   - hint: How long the peer asked to be left alone: it may raise the delay, never lower it.
    ///   - generator: Draws the jitter.
    /// - Returns: How long to wait.
    package mutating func failed(
        at now: Instant,
        hint: Duration? = nil,
        using generator: inout some RandomNumberGenerator
    ) -> Duration {
        if let since = self.healthySince, since.duration(to: now) >= self.schedule.proof { self.attempts = 0 }
        self.healthySince = nil
        let delay = self.schedule.delay(after: self.attempts, chance: Double.random(in: 0..<1, using: &generator))
        self.attempts += 1
        return self.schedule.delay(delay, raisedBy: hint)
    }
}
