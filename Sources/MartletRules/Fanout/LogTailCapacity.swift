// SPDX-License-Identifier: Apache-2.0

/// How much a tail keeps.
package struct LogTailCapacity: Hashable, Sendable {
    /// The most entries.
    package var entries: Int
    /// The most bytes, as counted by who appends.
    package var bytes: Int

    package init(entries: Int = 100_000, bytes: Int = 64 * 1024 * 1024) {
        self.entries = entries
        self.bytes = bytes
    }
}
