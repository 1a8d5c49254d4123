// SPDX-License-Identifier: Apache-2.0

/// How a ``Backoff`` grows.
package struct BackoffSchedule: Hashable, Sendable {
    /// The first delay, before jitter; ``limit`` if that is less.
    package var first: Duration
    /// What no delay exceeds, jitter included; only a peer's hint may.
    package var limit: Duration
    /// What each delay is multiplied with, drawn evenly, so that those cut off together do not come back together.
    package var jitter: ClosedRange<Double>
    /// How long a success must last before the delays start over.
    package var proof: Duration
    /// The longest hint that is believed.
    package var longestHint: Duration

    package init(
        first: Duration,
        limit: Duration,
        jitter: ClosedRange<Double>,
        proof: Duration,
        longestHint: Duration = .seconds(300)
    ) {
        precondition(first > .zero && limit > .zero, "a backoff takes time")
        precondition(jitter.lowerBound >= 0, "no delay is negative")
        self.first = first
        self.limit = limit
        self.jitter = jitter
        self.proof = proof
        self.longestHint = longestHint
    }

    /// For connections: 1 s doubling to 30 s, each between its half and its whole, over again after a healthy minute.
    package static let reconnect = Self(
        first: .seconds(1),
        limit: .seconds(30),
        jitter: 0.5...1,
        proof: .seconds(60)
    )

    /// For the outbox: 1 s doubling to 30 s, each a quarter less or more, never past 30 s.
    package static let outbox = Self(
        first: .seconds(1),
        limit: .seconds(30),
        jitter: 0.75...1.25,
        proof: .zero
    )

    /// The delay after a failure.
    ///
    /// - Parameters:
    ///   - retries: How many retries were made before; the first failure has none.
    ///   - chance: Where in the jitter's range the delay falls: 0 is its lower bound, towards 1 its upper.
    /// - Returns: A delay that never exceeds the limit.
    package func delay(after retries: Int, chance: Double) -> Duration {
        // 2^30 times any sensible `first` is past any sensible `limit`, and cannot overflow.
        let whole = min(self.limit, self.first * (1 << min(max(retries, 0), 30)))
        let span = self.jitter.upperBound - self.jitter.lowerBound
        return min(self.limit, whole * (self.jitter.lowerBound + span * chance))
    }

    /// The same delay, or what the peer asked for if that is longer, as far as it is believed.
    package func delay(_ delay: Duration, raisedBy hint: Duration?) -> Duration {
        max(delay, min(hint ?? .zero, self.longestHint))
    }
}
