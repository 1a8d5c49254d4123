// SPDX-License-Identifier: Apache-2.0

/// Lets connections in no faster than the server can attach them, and tells the others when to come back.
///
/// Whoever is turned away is given a later place in a line, so that those who come back do so one after another; the
/// line holds no places, and forgets whoever never returns.
package struct AdmissionGate<Instant: InstantProtocol>: Sendable where Instant.Duration == Duration {
    /// What becomes of a connection.
    package enum Decision: Hashable, Sendable {
        /// It is let in.
        case admit
        /// It is closed with 1013 and `retry_after_ms`.
        case comeBack(after: Duration)
    }

    private let rate: Rate?
    private let longest: Duration
    private var bucket: TokenBucket<Instant>
    private var lineEnd: Instant

    /// How many connections were turned away.
    package private(set) var refusals = 0

    /// Opens a gate; without a rate everyone is let in.
    ///
    /// - Parameters:
    ///   - rate: How many are let in.
    ///   - longest: The longest pause that is asked for.
    ///   - now: The instant of the start.
    package init(_ rate: Rate?, longest: Duration = .seconds(30), startingAt now: Instant) {
        precondition(longest > .zero, "whoever comes back comes back later")
        self.rate = rate
        self.longest = longest
        self.bucket = TokenBucket(at: now)
        self.lineEnd = now
    }

    /// Decides about a connection that asks to be let in, new or back again.
    package mutating func arrived(
        at now: Instant,
        using generator: inout some RandomNumberGenerator
    ) -> Decision {
        guard let rate = self.rate, case .retryAfter(let wait) = self.bucket.take(at: rate, now: now) else {
            return .admit
        }
        self.refusals += 1
        self.lineEnd = max(self.lineEnd, now.advanced(by: wait)).advanced(by: rate.interval)
        let pause = now.duration(to: self.lineEnd) * Double.random(in: 1...1.25, using: &generator)
        guard pause > self.longest else { return .comeBack(after: pause) }
        return .comeBack(after: self.longest * Double.random(in: 0.5...1, using: &generator))
    }
}
