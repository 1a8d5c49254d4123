// SPDX-License-Identifier: Apache-2.0

/// How long a server asked to be left alone, as the reason of a close frame says it: `retry_after_ms=N`.
package struct RetryHint: Hashable, Sendable, LosslessStringConvertible {
    /// How long.
    package var delay: Duration

    package init(delay: Duration) {
        self.delay = delay
    }

    /// Reads a reason; nil if it asks for nothing.
    package init?(_ description: String) {
        let name = "retry_after_ms="
        guard description.hasPrefix(name), let milliseconds = UInt32(description.dropFirst(name.count)) else {
            return nil
        }
        self.delay = .milliseconds(milliseconds)
    }

    package var description: String {
        let (seconds, attoseconds) = self.delay.components
        return "retry_after_ms=\(seconds * 1000 + attoseconds / 1_000_000_000_000_000)"
    }
}
