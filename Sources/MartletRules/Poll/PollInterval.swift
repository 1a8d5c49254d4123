// SPDX-License-Identifier: Apache-2.0

package import MartletWire

/// How often a client looks for news, counted from when it was last up to date, by a wall clock that outlives it.
package struct PollInterval: Hashable, Sendable {
    /// Nobody is asked more often than this.
    package static let shortest: Duration = .seconds(300)

    package let duration: Duration

    /// An interval; ``shortest`` if that is longer.
    package init(_ duration: Duration = .seconds(3600)) {
        self.duration = max(duration, Self.shortest)
    }

    /// Counts how long until the next look.
    ///
    /// A clock that went backwards makes the last look lie ahead: then a whole interval is waited once, never more.
    /// - Parameters:
    ///   - freshness: When the client was last up to date; nil if it never was: then it looks at once.
    ///   - now: The wall clock.
    /// - Returns: Between nothing and a whole interval.
    package func remaining(since freshness: Timestamp?, at now: Timestamp) -> Duration {
        guard let freshness else { return .zero }
        guard freshness <= now else { return self.duration }
        let (age, isAges) = now.rawValue.subtractingReportingOverflow(freshness.rawValue)
        return isAges ? .zero : max(.zero, self.duration - .milliseconds(age))
    }
}
