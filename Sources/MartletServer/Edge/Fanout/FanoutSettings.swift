// SPDX-License-Identifier: Apache-2.0

package import MartletRules
package import NIOCore

/// Sizes and times of the fan-out.
package struct FanoutSettings: Sendable {
    /// How much of the log each loop keeps in memory.
    package var tail = LogTailCapacity()
    /// How long a session waits for a loop that is behind the log before it is told to come back.
    package var patience: TimeAmount = .seconds(5)
    /// How often connections are asked whether they are there, and how long they may be silent then.
    package var heartbeat = HeartbeatTiming()
    /// The longest that a planned stop may take.
    package var drainWindow: Duration = .seconds(20)
    /// How many connections one person may have here.
    package var connectionsPerUser = 20
    /// A page of replay ends after this many bytes.
    package var pageBytes = 64 * 1024
    /// A page of replay ends after this many entries.
    package var pageEntries = 256

    /// What the edge is called in an operator's list.
    package var name = "here"

    package init() {}
}
