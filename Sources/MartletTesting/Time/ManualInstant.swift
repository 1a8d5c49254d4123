// SPDX-License-Identifier: Apache-2.0

/// A point in a test's own time, written as the time since it began.
public struct ManualInstant: InstantProtocol, ExpressibleByIntegerLiteral {
    private var sinceStart: Duration

    /// Creates an instant some time after the test began.
    public init(_ sinceStart: Duration) {
        self.sinceStart = sinceStart
    }

    /// Creates an instant from whole seconds.
    public init(integerLiteral seconds: Int64) {
        self.init(.seconds(seconds))
    }

    /// The instant that much later.
    public func advanced(by duration: Duration) -> Self { Self(self.sinceStart + duration) }
    /// The time from this instant to another.
    public func duration(to other: Self) -> Duration { other.sinceStart - self.sinceStart }
    /// Whether one instant comes before another.
    public static func < (left: Self, right: Self) -> Bool { left.sinceStart < right.sinceStart }
}
