// SPDX-License-Identifier: Apache-2.0

/// How fresh what an app shows is, since when, and what failed last.
package struct FeedStatus<Instant: InstantProtocol>: Hashable, Sendable where Instant.Duration == Duration {
    /// What failed, and when.
    package struct Failure: Hashable, Sendable {
        package var fault: SourceFault
        package var at: Instant

        package init(_ fault: SourceFault, at now: Instant) {
            self.fault = fault
            self.at = now
        }
    }

    package private(set) var state = FeedState.initializing
    /// When ``state`` last became another.
    package private(set) var since: Instant
    /// Stays after what failed works again.
    package private(set) var lastFailure: Failure?

    package init(startingAt now: Instant) {
        self.since = now
    }

    /// Notes a state.
    /// - Returns: Whether it is another than before, and so worth telling.
    package mutating func moved(to state: FeedState, at now: Instant) -> Bool {
        guard state != self.state else { return false }
        self.state = state
        self.since = now
        return true
    }

    /// Notes a failure that may pass; it is worth telling each time.
    ///
    /// Who had nothing yet is still only starting.
    package mutating func failed(_ fault: SourceFault, at now: Instant) {
        self.lastFailure = Failure(fault, at: now)
        if self.state != .initializing { _ = self.moved(to: .interrupted, at: now) }
    }

    /// Notes a failure for good.
    package mutating func halted(_ fault: SourceFault, at now: Instant) {
        self.lastFailure = Failure(fault, at: now)
        _ = self.moved(to: .shutdown, at: now)
    }
}
