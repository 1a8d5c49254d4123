// SPDX-License-Identifier: Apache-2.0

import MartletClient
import MartletTesting
import MartletWire

/// A stream that a test follows under its own clock, with what it was told in order.
struct Following: Sendable {
    let clock: ManualClock
    private let updates: AsyncStream<StreamUpdate>

    /// The next thing that was told.
    func next() async throws -> StreamUpdate {
        for await update in self.updates { return update }
        throw CancellationError()
    }

    /// The next logged or ephemeral event.
    func event() async throws -> EventFrame {
        while true {
            if case .event(let frame) = try await self.next() { return frame }
        }
    }

    /// How long until the next dial, once the connection is lost; lets that time pass.
    @discardableResult
    func pause() async throws -> Duration {
        while true {
            guard case .interrupted(_, let delay) = try await self.next() else { continue }
            if delay > .zero {
                await self.clock.sleeperArrived()
                self.clock.advance(by: delay)
            }
            return delay
        }
    }

    /// Follows while a test runs, and leaves when it is over.
    ///
    /// - Returns: What ended the stream, if it ended by itself.
    @discardableResult
    static func following(
        _ server: FakeServer,
        as credentials: Credentials = .developer(7),
        from start: StreamStart = .live,
        seed: UInt64 = 1,
        _ body: @escaping @Sendable (Following) async throws -> Void
    ) async throws -> StreamError? {
        let clock = ManualClock()
        let martlet = try Martlet(server: server.url, credentials: credentials)
        let (updates, tell) = AsyncStream<StreamUpdate>.makeStream()
        return try await withThrowingTaskGroup(of: StreamError?.self) { group in
            group.addTask {
                do {
                    let chance = SeededGenerator(seed: seed)
                    try await martlet.stream(from: start, clock: clock, chance: chance) { tell.yield($0) }
                } catch let error as StreamError {
                    tell.finish()
                    return error
                } catch is CancellationError {}
                return nil
            }
            try await body(Following(clock: clock, updates: updates))
            group.cancelAll()
            return try await group.next() ?? nil
        }
    }

    /// Follows until the stream ends by itself, while a test says why it should.
    static func ending(
        _ server: FakeServer,
        as credentials: Credentials = .developer(7),
        _ body: @escaping @Sendable (Following) async throws -> Void
    ) async throws -> StreamError? {
        try await Self.following(server, as: credentials) { following in
            try await body(following)
            while (try? await following.next()) != nil {}
        }
    }
}

extension Hello {
    /// A hello at a position.
    static func at(_ seq: Seq, epoch: String = "e1", resync: ResyncReason? = nil) -> Hello {
        Hello(
            userID: 7,
            connectionID: ConnectionID(rawValue: "c"),
            position: Position(epoch: Epoch(rawValue: epoch), seq: seq),
            resync: resync,
            serverTime: 0
        )
    }

    /// A hello that replays what was missed.
    static func resuming(from: Seq, to: Seq, replaying count: Int, epoch: String = "e1") -> Hello {
        var hello = Self.at(to, epoch: epoch)
        hello.resume(from: from, replaying: count)
        return hello
    }
}

extension ServerFrame {
    /// An event that has a place in the log.
    static func logged(_ seq: Seq, in channel: ChannelID = 1) -> ServerFrame {
        .event(EventFrame(seq: seq, event: .known(MessageDeleted(messageID: 1, channelID: channel))))
    }
}
