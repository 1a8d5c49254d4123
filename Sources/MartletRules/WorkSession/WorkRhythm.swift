// SPDX-License-Identifier: Apache-2.0

/// How often a client says that somebody still works, and how long they may do nothing.
package struct WorkRhythm: Hashable, Sendable {
    /// How often it says so, paused or not.
    package var heartbeat: Duration
    /// How long the person may do nothing; nil for as long as they like.
    package var idle: Duration?
    /// How long nothing was heard of work that a process has left behind by ending; as long as the server waits.
    package var silence: Duration

    package init(
        heartbeat: Duration = .seconds(60),
        idle: Duration? = .seconds(300),
        silence: Duration = .seconds(180)
    ) {
        self.heartbeat = heartbeat
        self.idle = idle
        self.silence = silence
    }
}
