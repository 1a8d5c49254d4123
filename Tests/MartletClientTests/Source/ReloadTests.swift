// SPDX-License-Identifier: Apache-2.0

import MartletClient
import MartletRules
import MartletWire
import NIOHTTP1
import Synchronization
import Testing

/// Loading everything afresh: only when the server says so, until it has worked, and nothing twice.
@Suite(.timeLimit(.minutes(2)))
struct ReloadTests {
    /// An application that cannot load afresh the first few times.
    private static func failing(_ times: Int) -> @Sendable (FeedUpdate, Martlet) throws -> Void {
        let left = Mutex(times)
        return { update, _ in
            guard case .resync = update else { return }
            let fails = left.withLock { left in
                left -= 1
                return left >= 0
            }
            if fails { throw Unexpected() }
        }
    }

    @Test func `an application that could not load afresh is told again, and of nothing that follows before`()
        async throws
    {
        try await FakeServer.serving { server in
            try await FeedRun.following(server.url, apply: Self.failing(2)) { run in
                let socket = try await server.socket()
                try await socket.send(.hello(.at(5)), .logged(6))
                for _ in 0..<3 {
                    guard case .resync(nil) = try await run.passingTime({ try await run.next() }) else {
                        throw Unexpected()
                    }
                }
                guard case .event(let frame) = try await run.next() else { throw Unexpected() }
                #expect(frame.seq == 6)
                #expect(run.martlet.status.handlerFailures == 2)
            }
        }
    }

    @Test func `nothing is fresh before the application has loaded afresh (2.5)`() async throws {
        try await FakeServer.serving { server in
            try await FeedRun.following(server.url, apply: Self.failing(1)) { run in
                let first = try await server.socket()
                try await first.send(.hello(.at(5)))
                guard case .resync(nil) = try await run.next() else { throw Unexpected() }
                #expect(try await run.reached { $0.handlerFailures == 1 }.freshness == .initializing)
                try await run.passingTime { _ = try await run.reached { $0.freshness == .valid } }
                #expect(run.martlet.status.handlerFailures == 1)
            }
        }
    }

    // The position used to move with the hello, so that a mode that changed before the application had loaded anything
    // made the stream go on from there, and nobody was ever told to load afresh.
    @Test func `whoever was stopped before it had loaded afresh is told again on the next connection`() async throws {
        try await FakeServer.serving { server in
            try await FeedRun.following(server.url, apply: Self.failing(1)) { run in
                let first = try await server.socket()
                try await first.send(.hello(.at(5)), .logged(6))
                guard case .resync(nil) = try await run.next() else { throw Unexpected() }
                run.martlet.setOffline(true)
                try await run.reached { $0.mode == .offline }
                run.martlet.setOffline(false)
                let second = try await server.socket()
                #expect(second.head.uri == "/ws/user/7")
                try await second.send(.hello(.at(6)), .logged(7))
                guard case .resync(nil) = try await run.next() else { throw Unexpected() }
                #expect(try await run.seq() == 7)
            }
        }
    }

    /// Two pages: channel 1 as of 7 on the first, channel 2 as of 9 on the second.
    private static func pages(_ body: String, _ head: HTTPRequestHead) -> (HTTPResponseStatus, String) {
        let isSecond = body.contains(#""page":2"#)
        let user = User(id: 7, name: "ann", displayName: "Ann", status: .online, createdAt: 0)
        let channel = Channel(
            id: isSecond ? 2 : 1,
            workspaceID: 1,
            kind: .public,
            creatorID: 7,
            memberCount: 1,
            isMember: true,
            createdAt: 0
        )
        let page = SyncCatchUp.Result(
            epoch: Epoch(rawValue: "e1"),
            seq: isSecond ? 9 : 7,
            user: user,
            workspaces: [],
            channels: [CatchUpChannel(channel: channel, unread: 0, mentions: 0, lastReadMessage: 0)],
            presence: [],
            huddles: [],
            mentions: [],
            notifications: [],
            hasMore: !isSecond
        )
        let result = (try? WireEncoder().encode(page)).map { String(decoding: $0, as: UTF8.self) } ?? "null"
        return (.ok, #"{"jsonrpc":"2.0","id":1,"result":\#(result)}"#)
    }

    @Test func `what a page holds already is not told again, what it does not hold is, and a restart changes nothing`()
        async throws
    {
        let storage = Storage.directory(OutboxPlace().path)
        let channels = Mutex<[ChannelID]>([])
        let apply: @Sendable (FeedUpdate, Martlet) async throws -> Void = { update, martlet in
            guard case .resync = update else { return }
            try await martlet.catchUp { page in
                channels.withLock { $0 += page.channels.map(\.channel.id) }
            }
        }
        try await FakeServer.serving { server in
            server.script.call { Self.pages($0, $1) }
            try await FeedRun.following(server.url, storage: storage, apply: apply) { run in
                let socket = try await server.socket()
                try await socket.send(.hello(.at(5)), .logged(6), .logged(7, in: 2), .logged(8))
                #expect(try await run.seq() == 8)
                #expect(channels.withLock { $0 } == [1, 2])
            }
            try await FeedRun.following(server.url, storage: storage, apply: apply) { run in
                let socket = try await server.socket()
                #expect(socket.head.uri.hasPrefix("/ws/user/7?resume_from="))
                try await socket.send(.hello(.resuming(from: 8, to: 10, replaying: 2)))
                try await socket.send(.logged(9, in: 2), .logged(10, in: 2))
                #expect(try await run.seq() == 10)
                #expect(channels.withLock { $0 } == [1, 2])
            }
        }
    }
}
