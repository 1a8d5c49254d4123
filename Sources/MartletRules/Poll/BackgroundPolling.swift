// SPDX-License-Identifier: Apache-2.0

package import MartletWire

/// Decides when a client in the background looks for news: once an interval, without waiting for any.
///
/// A look that fails is tried again twice; then the interval counts from there, so that neither a server that is down
/// nor a first look that never succeeds is asked without pause.
package struct BackgroundPolling: Hashable, Sendable {
    /// How many times one look is tried.
    package static let attempts = 3
    /// How far apart.
    package static let spacing: Duration = .seconds(1)
    /// A background poll waits for nothing: `wait_ms`.
    package static let wait: Milliseconds = 0

    private let interval: PollInterval
    private var refusals = PollRefusals()
    private var failures = 0
    /// When the client was last up to date, through whatever source: to be kept with the position.
    package private(set) var freshness: Timestamp?

    /// Goes on from when the client was last up to date.
    package init(_ interval: PollInterval = PollInterval(), freshness: Timestamp?) {
        self.interval = interval
        self.freshness = freshness
    }

    /// Decides when the first look is due.
    package func started(at now: Timestamp) -> PollAction {
        .poll(after: self.interval.remaining(since: self.freshness, at: now))
    }

    /// Decides what follows a look.
    package mutating func ended(_ result: PollResult, at now: Timestamp) -> PollAction {
        if case .page(let hasEvents, let hasMore) = result {
            self.refusals.succeeded()
            self.failures = 0
            self.freshness = now
            return .poll(after: hasEvents && hasMore ? .zero : self.interval.duration)
        }
        let verdict = self.refusals.ended(result)
        if case .stop(let verdict) = verdict { return .stop(verdict) }
        self.failures += 1
        let isLast = self.failures == Self.attempts
        if isLast { self.failures = 0 }
        let hint = min(result.hint ?? .zero, SourceVerdict.longestRest)
        let delay = max(isLast ? self.interval.duration : Self.spacing, hint)
        return verdict == .refreshToken ? .refreshToken(thenPollAfter: delay) : .poll(after: delay)
    }
}
