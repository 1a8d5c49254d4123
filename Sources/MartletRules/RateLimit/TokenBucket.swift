// SPDX-License-Identifier: Apache-2.0

/// What an allowance answers.
package enum RateDecision: Hashable, Sendable {
    /// Go on: it has been counted.
    case allowed
    /// Too fast: nothing was counted, and the same would be allowed after this time.
    case retryAfter(Duration)

    package var isAllowed: Bool { self == .allowed }
}

/// A token bucket in one instant: the time at which it would be full again.
package struct TokenBucket<Instant: InstantProtocol>: Sendable where Instant.Duration == Duration {
    private var full: Instant

    /// Creates a full bucket.
    package init(at now: Instant) {
        self.full = now
    }

    /// Whether it is full, so that it can be forgotten.
    package func isFull(at now: Instant) -> Bool { self.full <= now }

    /// Takes one if there is one.
    package mutating func take(at rate: Rate, now: Instant) -> RateDecision {
        let wait = self.wait(at: rate, now: now)
        guard wait <= .zero else { return .retryAfter(wait) }
        self.full = max(self.full, now).advanced(by: rate.interval)
        return .allowed
    }

    /// How long until there is one; zero or less if there is.
    package func wait(at rate: Rate, now: Instant) -> Duration {
        now.duration(to: self.full) - rate.interval * (rate.burst - 1)
    }
}
