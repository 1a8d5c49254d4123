// SPDX-License-Identifier: Apache-2.0

/// How fast something may go on, and how much of it may come at once.
package struct Rate: Hashable, Sendable {
    /// The time in which one more is allowed.
    package var interval: Duration
    /// How many are allowed at once after a rest.
    package var burst: Int

    /// One each interval.
    package init(every interval: Duration, burst: Int) {
        precondition(interval > .zero && burst > 0, "a rate allows something")
        self.interval = interval
        self.burst = burst
    }

    /// Some each second.
    package init(perSecond count: Int, burst: Int) {
        precondition(count > 0, "a rate allows something")
        self.init(every: .seconds(1) / count, burst: burst)
    }
}
