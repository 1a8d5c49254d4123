// SPDX-License-Identifier: Apache-2.0

/// When the issuer's keys are fetched again because a token names one that we do not have.
///
/// Anyone can name a key that does not exist, so the answer to that question costs the issuer at most one request a minute.
package struct KeyRotation<Instant: InstantProtocol>: Sendable where Instant.Duration == Duration {
    /// What to do about a key that is missing.
    package enum Action: Hashable, Sendable {
        /// Fetch, and then look again.
        case fetch
        /// What we have is recent enough: there is no such key.
        case keep
    }

    private let patience: Duration
    private var lastFetch: Instant?

    /// Starts without having fetched.
    package init(patience: Duration = .seconds(60)) {
        self.patience = patience
    }

    /// A token named a key that we do not have.
    package mutating func keyMissed(at now: Instant) -> Action {
        if let last = self.lastFetch, now < last.advanced(by: self.patience) { return .keep }
        self.lastFetch = now
        return .fetch
    }

    /// The keys are being fetched for another reason.
    package mutating func fetchStarted(at now: Instant) {
        self.lastFetch = now
    }
}
