// SPDX-License-Identifier: Apache-2.0

/// How many typing signals pass.
package struct TypingLimits: Hashable, Sendable {
    /// For one person in one channel.
    package var channel: Rate
    /// How many of one person in all channels within ``window``.
    package var count: Int
    /// The length of any window.
    package var window: Duration

    package init(
        channel: Rate = Rate(every: .seconds(2), burst: 5),
        count: Int = 20,
        window: Duration = .seconds(10)
    ) {
        precondition(count > 0 && window > .zero, "a limit allows something")
        self.channel = channel
        self.count = count
        self.window = window
    }
}
