// SPDX-License-Identifier: Apache-2.0

package import MartletWire

/// One look at both clocks: the one that only goes forward, for waiting, and the wall's, for what outlives a process.
package struct ClockReading<Instant: InstantProtocol>: Sendable where Instant.Duration == Duration {
    /// What delays and deadlines count from.
    package var instant: Instant
    /// What ages and stored times count from; it may be set at any time, in either direction.
    package var date: Timestamp

    package init(_ instant: Instant, date: Timestamp) {
        self.instant = instant
        self.date = date
    }

    /// How long ago something was written down; never negative, whatever was done to the wall clock.
    func age(of timestamp: Timestamp) -> Duration {
        .milliseconds(max(0, self.date.rawValue - timestamp.rawValue))
    }

    /// The instant that a stored time stands for, never further ahead than `limit`.
    func instant(of timestamp: Timestamp, within limit: Duration) -> Instant {
        let ahead = Duration.milliseconds(max(0, timestamp.rawValue - self.date.rawValue))
        return self.instant.advanced(by: min(ahead, limit))
    }
}
