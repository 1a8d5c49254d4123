// SPDX-License-Identifier: Apache-2.0

/// What an app can show of its connection: the mode, why, and since when.
package struct ModeStatus<Instant: InstantProtocol>: Hashable, Sendable where Instant.Duration == Duration {
    package private(set) var decision: ModeDecision
    /// When the mode last became another; a new authority for the same mode does not count.
    package private(set) var since: Instant

    package init(_ decision: ModeDecision, since: Instant) {
        self.decision = decision
        self.since = since
    }

    mutating func moved(to decision: ModeDecision, at now: Instant) {
        if decision.mode != self.decision.mode { self.since = now }
        self.decision = decision
    }
}
