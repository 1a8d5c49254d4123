// SPDX-License-Identifier: Apache-2.0

/// Waits until a value that flaps has settled, and then delivers it.
///
/// Each change starts the window over, but the first change of a series is delivered after five windows at the latest.
/// A value that returned to what was last delivered is not delivered again. The very first value always is, at once.
/// Nothing is ever delivered from within the call that reports a change: call ``timerFired(at:)`` at ``wakeAt``, and if
/// that is not ahead, on the next turn.
package struct Debouncer<Value: Hashable & Sendable, Instant: InstantProtocol>: Sendable
where Instant.Duration == Duration {
    private let window: Duration
    private var value: Value
    private var delivered: Value?
    private var due: (at: Instant, latest: Instant)?
    private var isClosed = false

    /// Starts with a value that is due at once.
    package init(_ value: Value, window: Duration = .seconds(1), startingAt now: Instant) {
        precondition(window >= .zero, "a window is not negative")
        self.value = value
        self.window = window
        self.due = (now, now)
    }

    /// When to call ``timerFired(at:)``; nil while nothing is due.
    package var wakeAt: Instant? { self.due?.at }

    /// Notes what the value is now; the same value is no news.
    package mutating func changed(to value: Value, at now: Instant) {
        let isOwed = self.delivered == nil && self.due == nil
        guard !self.isClosed, value != self.value || isOwed else { return }
        self.value = value
        let latest = self.due?.latest ?? now.advanced(by: self.window * 5)
        self.due = (min(now.advanced(by: self.window), latest), latest)
    }

    /// Notes that somebody acted on this value without waiting: nothing is due until it changes.
    package mutating func settled(on value: Value) {
        guard !self.isClosed else { return }
        self.value = value
        self.delivered = value
        self.due = nil
    }

    /// Notes that nothing came of the last delivery: from now on even the same value is news.
    package mutating func deliveryFailed() {
        self.delivered = nil
    }

    /// Notes the passing of time.
    /// - Returns: The value, if it settled on another than the last that was delivered.
    package mutating func timerFired(at now: Instant) -> Value? {
        guard let due = self.due, now >= due.at else { return nil }
        self.due = nil
        guard self.value != self.delivered else { return nil }
        self.delivered = self.value
        return self.value
    }

    /// Ends it: nothing is delivered any more.
    package mutating func close() {
        self.isClosed = true
        self.due = nil
    }
}
