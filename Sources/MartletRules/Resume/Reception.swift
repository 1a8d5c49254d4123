// SPDX-License-Identifier: Apache-2.0

package import MartletWire

/// What a client has of its stream, and where it would resume: the other side of a server's cursor.
///
/// Sockets and polls share one: what either brought is where the other begins.
///
/// Between two pings that agree with the client's own count it remembers what it has applied, so that after a count
/// that disagrees it can go back to the last agreement, take what was missing, and drop what it has already.
package struct Reception: Sendable {
    /// What a server's hello means for what the client shows.
    package enum Opening: Hashable, Sendable {
        /// What is shown stays; what was missed follows.
        case goesOn
        /// Live from the server's position: there was nothing before.
        case begins
        /// What is shown is not to be trusted, and must be loaded afresh.
        case resync(ResyncReason?)
    }

    /// The last entry that was applied; nil before the first hello.
    package private(set) var position: Position?
    /// Up to where it is certain that nothing is missing.
    private var certain: Position?
    /// What was applied past ``certain``.
    private var uncertain: Set<Seq> = []
    /// Whether something is missing past ``certain``.
    private var isMissingSome = false
    /// How many logged events this connection has brought.
    private var count: Int64 = 0
    /// How many make the replay, and where it ends, until they are here.
    private var replay: (count: Int64, end: Position)?

    /// Starts from a position that an earlier reception ended with, or from nothing.
    package init(from position: Position? = nil) {
        self.position = position
        self.certain = position
    }

    /// Where the next connection shall begin; nil for live.
    package var resumePoint: Position? { self.isMissingSome ? self.certain : self.position }

    /// Notes a connection's first frame.
    /// - Parameters:
    ///   - hello: The frame.
    ///   - isAsked: Whether the client asked to resume, from ``resumePoint`` or from a number alone.
    /// - Returns: What it means for what the client shows.
    package mutating func opened(_ hello: Hello, isAsked: Bool) -> Opening {
        self.count = 0
        self.replay = nil
        let here = Position(epoch: hello.epoch, seq: hello.seq)
        guard hello.isResumed else {
            self.settle(at: here)
            return isAsked ? .resync(hello.resync) : .begins
        }
        let start = Position(epoch: hello.epoch, seq: hello.from)
        self.certain = start
        // A position in the log's new life: the server has found that the old one is a beginning of it.
        self.position = Position(epoch: hello.epoch, seq: max(hello.from, self.position?.seq ?? hello.from))
        self.replay = (Int64(hello.replayed), Position(epoch: hello.epoch, seq: hello.to))
        self.completeReplay()
        return .goesOn
    }

    /// Notes the answer to a poll from ``resumePoint``; then comes each of its events, as over a connection.
    /// - Parameters:
    ///   - page: The answer.
    ///   - isAsked: Whether the client asked from ``resumePoint``, or from a number alone.
    /// - Returns: What it means for what the client shows.
    package mutating func answered(_ page: LongPollPage, isAsked: Bool) -> Opening {
        self.count = 0
        self.replay = nil
        let end = Position(epoch: page.epoch, seq: page.seq)
        if let reason = page.resync {
            self.settle(at: end)
            return .resync(reason)
        }
        let seqs = page.events.compactMap(\.seq)
        // Live from some place before the first event; any seq below it names that place.
        let start = self.resumePoint?.seq ?? seqs.first.map { max($0, 1) - 1 } ?? page.seq
        self.certain = Position(epoch: page.epoch, seq: start)
        self.position = Position(epoch: page.epoch, seq: max(start, self.position?.seq ?? start))
        self.replay = (Int64(seqs.count), end)
        self.completeReplay()
        return isAsked ? .goesOn : .begins
    }

    /// Notes that a logged event arrived.
    ///
    /// - Returns: Whether to apply it, and then call ``applied(_:)``; if not, it was applied before.
    package mutating func received(_ seq: Seq) -> Bool {
        self.count += 1
        let isNew = seq > (self.certain?.seq ?? 0) && !self.uncertain.contains(seq)
        if !isNew { self.completeReplay() }
        return isNew
    }

    /// Notes that a logged event is now part of what the client shows.
    package mutating func applied(_ seq: Seq) {
        self.uncertain.insert(seq)
        if let position = self.position, seq > position.seq { self.position?.seq = seq }
        self.completeReplay()
    }

    /// Compares counts, and advances to where the server is if they agree.
    ///
    /// - Returns: Whether they do; if not, something is missing: resume at ``resumePoint`` on another connection.
    package mutating func pinged(_ ping: Ping) -> Bool {
        guard ping.sent == self.count, let epoch = self.position?.epoch else {
            self.isMissingSome = true
            return false
        }
        self.advance(to: Position(epoch: epoch, seq: ping.seq))
        return true
    }

    /// Notes that the log began a new life under this connection.
    package mutating func epochChanged(to position: Position) {
        self.position = Position(epoch: position.epoch, seq: max(position.seq, self.position?.seq ?? 0))
    }

    private mutating func completeReplay() {
        guard let replay = self.replay, self.count >= replay.count else { return }
        self.replay = nil
        self.isMissingSome = false
        self.advance(to: replay.end)
    }

    private mutating func advance(to position: Position) {
        self.certain = position
        self.uncertain = self.uncertain.filter { $0 > position.seq }
        if position.seq >= (self.position?.seq ?? 0) { self.position = position }
    }

    private mutating func settle(at position: Position) {
        self.position = position
        self.certain = position
        self.uncertain = []
        self.isMissingSome = false
    }
}
