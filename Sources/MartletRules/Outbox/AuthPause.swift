// SPDX-License-Identifier: Apache-2.0

/// Holds an outbox back while its credentials are renewed: one renewal at a time, and nothing is lost meanwhile.
package struct AuthPause<Instant: InstantProtocol>: Sendable where Instant.Duration == Duration {
    /// What to do before anything is sent.
    package enum Step: Hashable, Sendable {
        /// Nothing: send with the credentials of this generation.
        case proceed(generation: Int)
        /// Renew the credentials, and say what came of it.
        case refresh
        /// A renewal is under way.
        case awaitRefresh
        /// Nothing, until then.
        case wait(until: Instant)
        /// Nothing, until somebody signs in.
        case awaitSignIn
    }

    private enum State: Sendable {
        case good
        /// Renewed, and not yet accepted by the server: if it refuses these too, renewing does not help.
        case unproven
        case due
        case refreshing
        case resting(until: Instant)
        case signedOut
    }

    private var state = State.good
    private var generation = 0
    private var retries = 0
    private let backoff: BackoffSchedule

    package init(_ backoff: BackoffSchedule = .outbox) {
        self.backoff = backoff
    }

    /// Whether only a person can help.
    package var needsSignIn: Bool {
        if case .signedOut = self.state { true } else { false }
    }

    /// Decides what comes before sending.
    package mutating func step(at now: Instant) -> Step {
        switch self.state {
        case .good, .unproven: return .proceed(generation: self.generation)
        case .resting(let until) where now < until: return .wait(until: until)
        case .due, .resting:
            self.state = .refreshing
            return .refresh
        case .refreshing: return .awaitRefresh
        case .signedOut: return .awaitSignIn
        }
    }

    /// Notes that the server did not take the credentials of a generation; older ones say nothing of the newer.
    package mutating func rejected(generation: Int) {
        guard generation == self.generation else { return }
        switch self.state {
        case .good: self.state = .due
        case .unproven: self.state = .signedOut
        case .due, .refreshing, .resting, .signedOut: break
        }
    }

    /// Notes that the server took the credentials of a generation.
    package mutating func accepted(generation: Int) {
        guard generation == self.generation, case .unproven = self.state else { return }
        self.state = .good
    }

    /// Notes that there are new credentials.
    package mutating func refreshed() {
        self.generation += 1
        self.retries = 0
        self.state = .unproven
    }

    /// Notes that there will be none: somebody must sign in.
    package mutating func refused() {
        self.state = .signedOut
    }

    /// Notes that the renewal failed for a reason that may pass.
    package mutating func failed(at now: Instant, chance: Double) {
        let delay = self.backoff.delay(after: self.retries, chance: chance)
        self.retries += 1
        self.state = .resting(until: now.advanced(by: delay))
    }

    /// Notes that somebody signed in.
    package mutating func signedIn() {
        self.generation += 1
        self.retries = 0
        self.state = .good
    }
}
