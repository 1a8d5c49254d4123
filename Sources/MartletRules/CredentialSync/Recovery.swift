// SPDX-License-Identifier: Apache-2.0

/// Decides which of many signs of life makes a client try again at once.
///
/// Coming into view, getting the focus, being restored and the first touch after a pause tend to come together. They
/// share one throttle, and a client whose connection is well is left alone.
package struct Recovery<Instant: InstantProtocol>: Sendable where Instant.Duration == Duration {
    /// A sign that somebody is there again.
    package enum Trigger: String, Hashable, Sendable {
        case visible, focused, restored, interacted, online
    }

    /// What the client does.
    package enum Action: Hashable, Sendable {
        /// Try again now, and say why.
        case recover(Trigger)
        /// Nothing: the connection is well.
        case stayHealthy
        /// Nothing: it was tried a moment ago.
        case waitForLast
    }

    private let throttle: Duration
    private let pause: Duration
    private var last: Instant?
    private var lastTouch: Instant

    /// - Parameters:
    ///   - throttle: How long after a recovery there is no other one.
    ///   - pause: How long nobody touches anything until the next touch is a sign.
    ///   - now: When the application started.
    package init(throttle: Duration = .seconds(15), pause: Duration = .seconds(600), startingAt now: Instant) {
        self.throttle = throttle
        self.pause = pause
        self.lastTouch = now
    }

    /// Takes a sign.
    ///
    /// - Parameters:
    ///   - trigger: Which one.
    ///   - isHealthy: Whether the connection works or is being made.
    ///   - now: When.
    /// - Returns: What the client does about it.
    package mutating func noticed(_ trigger: Trigger, isHealthy: Bool, at now: Instant) -> Action {
        guard !isHealthy else { return .stayHealthy }
        if let last = self.last, last.duration(to: now) < self.throttle { return .waitForLast }
        self.last = now
        return .recover(trigger)
    }

    /// Takes a touch or a key; only the first one after a pause is a sign, and all others return nil.
    package mutating func touched(isHealthy: Bool, at now: Instant) -> Action? {
        defer { self.lastTouch = now }
        guard self.lastTouch.duration(to: now) >= self.pause else { return nil }
        return self.noticed(.interacted, isHealthy: isHealthy, at: now)
    }
}
