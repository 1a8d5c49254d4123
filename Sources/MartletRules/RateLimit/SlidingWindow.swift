// SPDX-License-Identifier: Apache-2.0

/// At most so many in any window of time, however they fall.
package struct SlidingWindow<Instant: InstantProtocol>: Sendable where Instant.Duration == Duration {
    private var latest: ContiguousArray<Instant> = []
    private var oldest = 0

    /// Creates an empty window.
    package init() {}

    /// Whether nothing in it counts any more, so that it can be forgotten.
    package func isIdle(_ window: Duration, now: Instant) -> Bool {
        self.latest.allSatisfy { $0.advanced(by: window) <= now }
    }

    /// How long until one more is allowed; zero or less if it is now.
    package func wait(_ count: Int, in window: Duration, now: Instant) -> Duration {
        guard self.latest.count >= count else { return .zero }
        return now.duration(to: self.latest[self.oldest].advanced(by: window))
    }

    /// Counts one.
    package mutating func add(_ count: Int, now: Instant) {
        if self.latest.count < count {
            self.latest.append(now)
        } else {
            self.latest[self.oldest] = now
            self.oldest = (self.oldest + 1) % self.latest.count
        }
    }
}
