// SPDX-License-Identifier: Apache-2.0

import MartletRules
package import MartletWire
package import NIOCore

/// Where a session's frames go: a WebSocket, a stream of server-sent events, or the answer to a poll.
///
/// Confined to the session's loop.
package protocol Outlet: AnyObject {
    /// Whether more may be written now; a session stops at `false` and goes on from its cursor later.
    var isWritable: Bool { get }
    /// How many bytes were written and have not left.
    var unsent: Int { get }
    /// How many entries may be written now, at most.
    var capacity: Int { get }
    /// Says where the session stands: always first.
    func greet(_ hello: Greeting)
    /// Writes entries in order, all at once; nothing leaves before ``flush()``.
    func write(_ run: FrameRun)
    /// Writes entries and sends them at once, unless no more may be written now.
    ///
    /// - Returns: Whether they were written.
    func send(_ run: FrameRun) -> Bool
    /// Writes something that has no place in the log.
    func write(control frame: ByteBuffer)
    /// Asks whether anybody is there, and says how far the session has come.
    func ping(_ ping: Ping)
    /// A term has begun; the frame that says so follows.
    func told(of epoch: Epoch)
    /// The session has caught up with the log; everything from here on is live.
    func caughtUp(with position: Position)
    /// Sends what was written.
    func flush()
    /// Ends the session.
    func close(_ code: CloseCode, reason: String)
}

extension Outlet {
    /// As many as there are.
    package var capacity: Int { .max }
    /// Nothing to note.
    package func told(of epoch: Epoch) {}
    /// Writes and flushes.
    package func send(_ run: FrameRun) -> Bool {
        guard self.isWritable else { return false }
        self.write(run)
        self.flush()
        return true
    }
}

/// Entries that go to the same listeners, with their frames joined so that one write carries all.
package struct FrameRun {
    package var entries: ArraySlice<FramedEntry>
    /// The frames one after another.
    package var frames: ByteBuffer

    package init(_ entries: ArraySlice<FramedEntry>) {
        self.entries = entries
        guard entries.count > 1 else {
            self.frames = entries.first?.frame ?? ByteBuffer()
            return
        }
        self.frames = ByteBuffer()
        self.frames.reserveCapacity(entries.reduce(0) { $0 + $1.frame.readableBytes })
        for entry in entries { self.frames.writeImmutableBuffer(entry.frame) }
    }
}

/// What a session learns at its beginning: the receipt of its resume.
package struct Greeting: Hashable, Sendable {
    /// The log's current term, and where the session stands in it once the replay is done.
    package var position: Position
    /// Where the replay starts, if the session resumed.
    package var from: Seq?
    /// How many entries are replayed.
    package var replayed: Int
    /// Why the session could not resume, if it asked to and could not.
    package var resync: ResyncReason?

    package init(position: Position, from: Seq? = nil, replayed: Int = 0, resync: ResyncReason? = nil) {
        self.position = position
        self.from = from
        self.replayed = replayed
        self.resync = resync
    }
}
