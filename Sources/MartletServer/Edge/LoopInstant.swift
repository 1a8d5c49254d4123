// SPDX-License-Identifier: Apache-2.0

package import NIOCore

/// An event loop's own time, in the shape that the rules take.
///
/// Reading time from the loop lets `EmbeddedEventLoop.advanceTime(by:)` drive both timers and rules. A wrapper,
/// because conforming NIO's own type is not ours to do.
package struct LoopInstant: InstantProtocol {
    /// The loop's deadline.
    package var deadline: NIODeadline

    /// Wraps a deadline.
    package init(_ deadline: NIODeadline) {
        self.deadline = deadline
    }

    /// The instant that much later.
    package func advanced(by duration: Duration) -> Self {
        Self(self.deadline + TimeAmount(duration))
    }

    /// The time from this instant to another.
    package func duration(to other: Self) -> Duration {
        .nanoseconds((other.deadline - self.deadline).nanoseconds)
    }

    /// Whether one instant comes before another.
    package static func < (left: Self, right: Self) -> Bool {
        left.deadline < right.deadline
    }
}
