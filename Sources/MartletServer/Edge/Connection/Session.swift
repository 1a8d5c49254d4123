// SPDX-License-Identifier: Apache-2.0

import MartletRules
package import MartletWire

/// One connection's cursor over the log.
///
/// It holds no entries: a slow reader costs nothing but this. Confined to its shard's loop, which moves it.
package final class Session {
    /// Where a session stands.
    enum Phase {
        /// The core has been asked who this is and what it is owed.
        case attaching
        /// It is owed entries after ``Session/cursor``; `replayEnd` is the last that its receipt counts.
        case behind(replayEnd: Seq)
        /// It has everything up to the shard's own position.
        case live
        /// It is over.
        case closed

        var isBehind: Bool {
            if case .behind = self { true } else { false }
        }
    }

    /// Whose connection.
    package let user: UserID
    package let outlet: any Outlet
    /// How it came about; none in tests that do not ask.
    let origin: SessionOrigin?
    var phase = Phase.attaching
    /// The last entry it has been given everything up to, while it is behind.
    var cursor: Seq = 0
    /// The last entry written, so that one entry never goes out twice.
    var lastWritten: Seq = 0
    /// How many logged events it was given since its greeting.
    package internal(set) var sent = 0
    /// The term it was last told of.
    var epoch: Epoch?
    /// How many entitled entries it may resume over.
    let resumeLimit: Int
    /// Whether it wants typing and presence now.
    package var isActive = true
    /// Its place among the heartbeats.
    var seat: HeartbeatSeat?
    /// Whose presence it hears of in large workspaces.
    var watched: Set<UserID>?
    /// Whether it was written to since the last flush.
    var isDirty = false
    /// Whether a page of its replay is on its way from the store.
    var isFetching = false

    package init(user: UserID, outlet: any Outlet, resumeLimit: Int, origin: SessionOrigin? = nil) {
        self.origin = origin
        self.user = user
        self.outlet = outlet
        self.resumeLimit = resumeLimit
    }

    var isLive: Bool {
        if case .live = self.phase { true } else { false }
    }

    var isBehind: Bool { self.phase.isBehind }

    var isClosed: Bool {
        if case .closed = self.phase { true } else { false }
    }
}
