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
}
