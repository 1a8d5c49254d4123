// SPDX-License-Identifier: Apache-2.0

package import MartletWire

/// The rest of a token's life on a live socket: a warning at 80 %, then the end.
///
/// The wall clock is read once, when the token is shown; from there on it is the loop's own time that counts.
package struct TokenLife<Instant: InstantProtocol>: Sendable where Instant.Duration == Duration {
    /// What to do now.
    package enum Action: Hashable, Sendable {
        /// Nothing until then.
        case wait(until: Instant)
        /// Say `token_expiring` with this long to go, and come back then.
        case warn(remaining: Duration, until: Instant)
        /// Close with 3102.
        case close
    }

    private enum State: Sendable { case fresh, warned }

    private let warnsAt: Instant
    private let endsAt: Instant
    private var state = State.fresh

    /// Begins when a token has been accepted.
    ///
    /// A token shown in its leeway, past its end by our clock, lives until the leeway's end: closing at once what was
    /// just accepted would make the client come back for ever.
    ///
    /// - Parameters:
    ///   - issuedAt: When the token was issued, if it says.
    ///   - expiresAt: When it ends.
    ///   - refusedFrom: When it is refused: its end, or its leeway's.
    ///   - wall: The wall clock now.
    ///   - now: The loop's time now.
    package init(
        issuedAt: Timestamp?,
        expiresAt: Timestamp,
        refusedFrom: Timestamp? = nil,
        at wall: Timestamp,
        startingAt now: Instant
    ) {
        let end = wall < expiresAt ? expiresAt : refusedFrom ?? expiresAt
        let begin = min(issuedAt ?? wall, wall)
        let warning = end.rawValue - (end.rawValue - begin.rawValue) / 5
        self.endsAt = now.advanced(by: Self.wait(from: wall, until: end.rawValue))
        self.warnsAt = now.advanced(by: Self.wait(from: wall, until: warning))
    }

    /// Bounded, because a loop's clock counts nanoseconds and whoever issues tokens may write any year.
    private static func wait(from wall: Timestamp, until end: Int64) -> Duration {
        .milliseconds(min(max(0, end - wall.rawValue), 36_500 * 86_400_000))
    }

    /// The time has come, or may have; also the first thing to ask.
    package mutating func timerFired(at now: Instant) -> Action {
        guard now < self.endsAt else { return .close }
        switch self.state {
        case .fresh:
            guard now >= self.warnsAt else { return .wait(until: self.warnsAt) }
            self.state = .warned
            return .warn(remaining: now.duration(to: self.endsAt), until: self.endsAt)
        case .warned:
            return .wait(until: self.endsAt)
        }
    }
}
