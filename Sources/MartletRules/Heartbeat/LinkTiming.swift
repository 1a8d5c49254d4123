// SPDX-License-Identifier: Apache-2.0

/// How often each end of a link says that it lives, and how long the other may say nothing.
package struct LinkTiming: Hashable, Sendable {
    /// Between two beats.
    package var interval: Duration
    /// After so much silence the other end is taken for dead.
    package var silence: Duration

    package init(interval: Duration = .seconds(2), silence: Duration = .seconds(7)) {
        precondition(interval > .zero && silence > interval, "a beat comes before it is missed")
        self.interval = interval
        self.silence = silence
    }
}
