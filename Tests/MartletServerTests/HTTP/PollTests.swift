// SPDX-License-Identifier: Apache-2.0

import AsyncHTTPClient
import MartletRules
import MartletServer
import MartletWire
import NIOCore
import NIOHTTP1
import Testing

/// `GET /v1/events` as a long poll: the same log, the same boundaries and the same reasons as on a socket.
struct PollTests {
    private func page(_ server: RunningServer, _ query: String, as user: UserID = 1) async throws -> LongPollPage {
        try await server.get("/v1/events?\(query)", as: user).decoded(as: LongPollPage.self)
    }

    /// A workspace with a public channel of the operator's; its messages are what happens.
    private func channel(_ server: RunningServer) async throws -> ChannelID {
        let workspace = try await server.call(WorkspaceCreate(name: "Ornithology")).id
        return try await server.call(ChannelCreate(workspaceID: workspace, kind: .public, name: "swifts")).id
    }

    @Test func `a poll without a position begins where the log is now`() async throws {
        try await RunningServer.run { server in
            _ = try await channel(server)
            let page = try await page(server, "wait_ms=0")
            #expect(page.events.isEmpty && page.resync == nil && !page.hasMore)
            #expect(page.seq == (try await server.call(AdminStats()).head))
        }
    }

    @Test func `a poll gives everything after its position, once and in order, then nothing`() async throws {
        try await RunningServer.run { server in
            let channel = try await channel(server)
            let start = try await page(server, "wait_ms=0")
            for text in ["one", "two", "three"] {
                _ = try await server.call(MessageSend(channelID: channel, body: text))
            }
            let first = try await page(server, "since=\(start.seq)&epoch=\(start.epoch)&wait_ms=0")
            #expect(first.events.map(\.event.name.rawValue) == Array(repeating: "message.created", count: 3))
            #expect(first.events.compactMap(\.seq) == first.events.compactMap(\.seq).sorted())
            #expect(first.seq == first.events.last?.seq)
            let second = try await page(server, "since=\(first.seq)&epoch=\(first.epoch)&wait_ms=0")
            #expect(second.events.isEmpty && second.seq == first.seq)
            // From one before the last, exactly the last.
            let third = try await page(server, "since=\(first.seq - 1)&epoch=\(first.epoch)&wait_ms=0")
            #expect(third.events.map(\.seq) == [first.seq])
        }
    }

    @Test func `a page has at most so many events and says that there are more`() async throws {
        try await RunningServer.run {
            $0.limits.pollEvents = 2
        } _: { server in
            let channel = try await channel(server)
            var position = try await page(server, "wait_ms=0")
            let start = position.seq
            for number in 1...5 { _ = try await server.call(MessageSend(channelID: channel, body: "\(number)")) }
            var seqs: [Seq] = []
            var sizes: [Int] = []
            repeat {
                position = try await page(server, "since=\(position.seq)&epoch=\(position.epoch)&wait_ms=0")
                seqs += position.events.compactMap(\.seq)
                sizes.append(position.events.count)
            } while position.hasMore && sizes.count < 10
            #expect(seqs.count == 5 && Set(seqs).count == 5 && seqs == seqs.sorted() && seqs.allSatisfy { $0 > start })
            #expect(sizes.allSatisfy { $0 <= 2 })
        }
    }

    @Test(arguments: [
        ("since=999999", ResyncReason.ahead), ("since=0&epoch=other", .epoch), ("since=-1", .invalid),
        ("since=1x", .invalid), ("since=", .invalid),
    ])
    func `a position that cannot be resumed from says why`(query: String, reason: ResyncReason) async throws {
        try await RunningServer.run { server in
            let page = try await page(server, query + "&wait_ms=0")
            #expect(page.resync == reason)
            #expect(page.events.isEmpty)
        }
    }

    @Test func `a poll that would reach back too far says so`() async throws {
        try await RunningServer.run {
            $0.limits.pollReach = 3
        } _: { server in
            let channel = try await channel(server)
            let start = try await page(server, "wait_ms=0")
            for number in 1...3 { _ = try await server.call(MessageSend(channelID: channel, body: "\(number)")) }
            let full = try await page(server, "since=\(start.seq)&wait_ms=0")
            #expect(full.events.count == 3 && full.resync == nil)
            _ = try await server.call(MessageSend(channelID: channel, body: "4"))
            #expect(try await page(server, "since=\(start.seq)&wait_ms=0").resync == .tooMany)
        }
    }

    @Test(arguments: ["-1", "55001", "soon", "1.5"])
    func `a wait that cannot be is refused by name`(wait: String) async throws {
        try await RunningServer.run { server in
            let answer = try await server.get("/v1/events?wait_ms=\(wait)")
            #expect(answer.status == 400)
            #expect(answer.error?.data.field == "wait_ms")
            #expect(answer.error?.data.limit == 55_000)
        }
    }

    @Test func `a waiting poll is answered with the first event`() async throws {
        try await RunningServer.run { server in
            let channel = try await channel(server)
            let start = try await page(server, "wait_ms=0")
            async let waiting = page(server, "since=\(start.seq)&epoch=\(start.epoch)&wait_ms=50000")
            _ = try await server.call(MessageSend(channelID: channel, body: "hello"))
            let page = try await waiting
            #expect(page.events.map(\.event.name.rawValue) == ["message.created"])
        }
    }

    @Test func `polls count against a person's connections`() async throws {
        try await RunningServer.run {
            $0.limits.connectionsPerUser = 1
        } _: { server in
            let waiting = Task { try await server.get("/v1/events?wait_ms=50000") }
            defer { waiting.cancel() }
            while try await server.call(AdminConnections()).connections.isEmpty { await Task.yield() }
            let answer = try await server.get("/v1/events?wait_ms=0")
            #expect(answer.status == 429)
            #expect(answer.error?.code == .rateLimited)
        }
    }
}
