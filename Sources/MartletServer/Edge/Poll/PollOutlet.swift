// SPDX-License-Identifier: Apache-2.0

import MartletWire
import NIOCore

/// The answer to one long poll: it is full after a page, or done with the first that comes.
///
/// Confined to its shard's loop.
final class PollOutlet: Outlet {
    private let limit: Int
    private let answer: EventLoopPromise<PollAnswer>
    private var page = PollAnswer()
    private var isLive = false
    private(set) var isDone = false
    /// Whether the wait was over before the session had caught up: then it answers as soon as it has.
    var isOutOfTime = false

    init(limit: Int, answer: EventLoopPromise<PollAnswer>) {
        self.limit = limit
        self.answer = answer
    }

    var isWritable: Bool { !self.isDone && self.page.events.count < self.limit }

    var unsent: Int { 0 }

    var capacity: Int { self.limit - self.page.events.count }

    func greet(_ greeting: Greeting) {
        self.page.position = greeting.position
        self.page.resync = greeting.resync
        if greeting.resync != nil { self.finish() }
    }

    func write(_ run: FrameRun) {
        self.page.events += run.entries.map(\.entry)
        if !self.isWritable { self.finish(hasMore: !self.isLive) }
    }

    func write(control frame: ByteBuffer) {}

    func ping(_ ping: Ping) {}

    func caughtUp(with position: Position) {
        self.isLive = true
        self.page.position = position
        if !self.page.events.isEmpty || self.isOutOfTime { self.finish() }
    }

    func flush() {
        if self.isLive, !self.page.events.isEmpty { self.finish() }
    }

    func close(_ code: CloseCode, reason: String) {
        guard !self.isDone else { return }
        self.isDone = true
        self.answer.fail(SessionClosed(code: code, reason: reason))
    }

    /// Answers with what there is: the wait is over.
    func finish(hasMore: Bool = false) {
        guard !self.isDone else { return }
        self.isDone = true
        if let last = self.page.events.last {
            self.page.position.seq = hasMore ? last.seq : max(last.seq, self.page.position.seq)
        }
        self.page.hasMore = hasMore
        self.answer.succeed(self.page)
    }
}

/// A page of the log as one person hears it.
struct PollAnswer: Sendable {
    /// What to ask for next.
    var position = Position(epoch: Epoch(rawValue: ""), seq: 0)
    var events: [LogEntry] = []
    var hasMore = false
    var resync: ResyncReason?

    /// The page as it goes on the wire.
    func encoded() throws -> [UInt8] {
        try LongPollPage.encode(
            position: self.position,
            frames: self.events.map { EventBytes.frame($0.event, seq: $0.seq) },
            hasMore: self.hasMore,
            resync: self.resync
        )
    }
}

/// A session that ended before it could answer.
struct SessionClosed: Error, Hashable, Sendable {
    /// Why, as a socket would be told.
    var code: CloseCode
    var reason: String
}
