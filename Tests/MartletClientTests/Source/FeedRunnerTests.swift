// SPDX-License-Identifier: Apache-2.0

import MartletClient
import MartletRules
import MartletTesting
import MartletWire
import NIOHTTP1
import Synchronization
import Testing

@Suite(.timeLimit(.minutes(2)))
struct FeedRunnerTests {
    /// A log whose only entry past 6 is 9, as polls read it.
    private static func page(after head: HTTPRequestHead) -> String {
        let isBehind = head.uri.contains("since=6")
        let nine = #"{"seq":9,"type":"message.deleted","data":{"message_id":1,"channel_id":1}}"#
        return #"{"epoch":"e1","seq":9,"events":[\#(isBehind ? nine : "")],"more":false,"resync":null}"#
    }

    // MARK: Where it goes on

    @Test func `where a client stood is kept across its restart`() async throws {
        let storage = Storage.directory(OutboxPlace().path)
        try await FakeServer.serving { server in
            try await FeedRun.following(server.url, storage: storage) { run in
                let socket = try await server.socket()
                #expect(socket.head.uri == "/ws/user/7")
                try await socket.send(.hello(.at(5)), .logged(6))
                guard case .resync(nil) = try await run.next() else { throw Unexpected() }
                #expect(try await run.seq() == 6)
                try await socket.send(.logged(8))
                #expect(try await run.seq() == 8)
                // The next frame is taken when the last was written down.
                try await socket.send(.ping(Ping(seq: 8, sent: 2)), .logged(9))
                #expect(try await run.seq() == 9)
            }
            try await FeedRun.following(server.url, storage: storage) { run in
                let socket = try await server.socket()
                #expect(
                    ["/ws/user/7?resume_from=8&epoch=e1", "/ws/user/7?resume_from=9&epoch=e1"].contains(socket.head.uri)
                )
                try await socket.send(.hello(.resuming(from: 9, to: 10, replaying: 1)), .logged(10))
                #expect(try await run.seq() == 10)
            }
        }
    }

    @Test func `a handler that throws stops nothing, and is counted`() async throws {
        try await FakeServer.serving { server in
            let apply: @Sendable (FeedUpdate, Martlet) throws -> Void = { update, _ in
                if case .event(let frame) = update, frame.seq == 6 { throw Unexpected() }
            }
            try await FeedRun.following(server.url, apply: apply) { run in
                let socket = try await server.socket()
                try await socket.send(.hello(.at(5)), .logged(6), .logged(7))
                #expect(try await run.seq() == 6)
                #expect(try await run.seq() == 7)
                #expect(try await run.reached { $0.freshness == .valid && $0.handlerFailures > 0 }.handlerFailures == 1)
            }
        }
    }

    // MARK: Falling back and recovering

    @Test
    func `after 120 s without its socket a client polls from the same place, and after 300 s it tries again`()
        async throws
    {
        try await FakeServer.serving { server in
            let polls = Mutex<[String]>([])
            server.script.call { _, head in
                polls.withLock { $0.append(head.uri) }
                return (.ok, Self.page(after: head))
            }
            try await FeedRun.following(server.url) { run in
                let first = try await server.socket()
                try await first.send(.hello(.at(5)), .logged(6))
                #expect(try await run.seq() == 6)
                server.script.answer((0..<400).map { _ in FakeScript.Answer.refuse(.badGateway, [:]) })
                let lostAt = run.clock.now
                try await first.drop()
                // Applied, and not only asked for: a poll that is cut short leaves the position where it was.
                #expect(try await run.passingTime { try await run.seq() } == 9)
                #expect(lostAt.duration(to: run.clock.now) >= .seconds(120))
                #expect(polls.withLock { $0.first } == "/v1/events?wait_ms=25000&since=6&epoch=e1")
                server.script.answer([])
                let second = try await run.passingTime { try await server.socket() }
                #expect(lostAt.duration(to: run.clock.now) >= .seconds(120 + 300))
                #expect(second.head.uri == "/ws/user/7?resume_from=9&epoch=e1")
            }
        }
    }

    // MARK: Modes

    @Test func `offline by choice nothing runs, and back online the stream goes on`() async throws {
        try await FakeServer.serving { server in
            try await FeedRun.following(server.url) { run in
                let first = try await server.socket()
                try await first.send(.hello(.at(5)), .logged(6))
                #expect(try await run.seq() == 6)
                run.martlet.setOffline(true)
                let status = try await run.reached { $0.mode == .offline }
                #expect(status.cause == .setOffline && status.freshness == .offline)
                guard case .closed(1000) = await first.next() else { throw Unexpected() }
                run.martlet.setOffline(false)
                #expect(try await server.socket().head.uri == "/ws/user/7?resume_from=6&epoch=e1")
            }
        }
    }

    @Test func `in the background a client looks once, without waiting, and streams again in front`() async throws {
        try await FakeServer.serving { server in
            let polls = Mutex<[String]>([])
            server.script.call { _, head in
                polls.withLock { $0.append(head.uri) }
                return (.ok, Self.page(after: head))
            }
            try await FeedRun.following(server.url) { run in
                let first = try await server.socket()
                try await first.send(.hello(.at(5)), .logged(6))
                #expect(try await run.seq() == 6)
                run.martlet.setLifecycle(.background)
                try await run.passingTime { _ = try await run.reached { $0.mode == .background } }
                #expect(try await run.passingTime(by: .seconds(60)) { try await run.seq() } == 9)
                #expect(polls.withLock { $0.first } == "/v1/events?wait_ms=0&since=6&epoch=e1")
                run.martlet.setLifecycle(.foreground)
                let second = try await run.passingTime { try await server.socket() }
                #expect(second.head.uri == "/ws/user/7?resume_from=9&epoch=e1")
            }
        }
    }

    // What a poll was still to bring has not been applied, so the socket begins before it; nothing comes twice or not at
    // all.
    @Test func `a poll that is cut short by the foreground takes the position nowhere`() async throws {
        try await FakeServer.serving { server in
            let (held, release) = AsyncStream<Void>.makeStream()
            let (asked, ask) = AsyncStream<String>.makeStream()
            server.script.call { _, head in
                ask.yield(head.uri)
                for await _ in held {}
                return (.ok, Self.page(after: head))
            }
            defer { release.finish() }
            try await FeedRun.following(server.url) { run in
                let first = try await server.socket()
                try await first.send(.hello(.at(5)), .logged(6))
                #expect(try await run.seq() == 6)
                run.martlet.setLifecycle(.background)
                let poll = try await run.passingTime(by: .seconds(60)) { await asked.first { _ in true } }
                #expect(poll == "/v1/events?wait_ms=0&since=6&epoch=e1")
                run.martlet.setLifecycle(.foreground)
                let second = try await run.passingTime { try await server.socket() }
                #expect(second.head.uri == "/ws/user/7?resume_from=6&epoch=e1")
                release.finish()
                try await second.send(.hello(.resuming(from: 6, to: 9, replaying: 1)), .logged(9), .logged(10))
                #expect(try await run.seq() == 9)
                #expect(try await run.seq() == 10)
            }
        }
    }

    // MARK: People

    @Test func `another person begins with nothing of the one before`() async throws {
        let storage = Storage.directory(OutboxPlace().path)
        try await FakeServer.serving { server in
            try await FeedRun.following(server.url, storage: storage) { run in
                let first = try await server.socket()
                try await first.send(.hello(.at(5)), .logged(6))
                #expect(try await run.seq() == 6)
                async let switched: Void = run.martlet.switchUser(to: .developer(8))
                let second = try await server.socket()
                #expect(second.head.uri == "/ws/user/8")
                #expect(second.head.headers["X-Martlet-User"] == ["8"])
                try await second.send(.hello(.at(7)))
                try await switched
                guard case .forget = try await run.next(), case .resync(nil) = try await run.next() else {
                    throw Unexpected()
                }
            }
            try await FeedRun.following(server.url, as: .developer(7), storage: storage) { _ in
                let socket = try await server.socket()
                #expect(socket.head.uri == "/ws/user/7")
            }
        }
    }

    private static func refusal(of martlet: Martlet, to credentials: Credentials) async -> RPCError.Code? {
        do throws(RPCError) {
            try await martlet.switchUser(to: credentials)
            return nil
        } catch {
            return error.code
        }
    }

    @Test func `a person whom the server does not want halts the client, and the switch says so`() async throws {
        try await FakeServer.serving { server in
            try await FeedRun.following(server.url) { run in
                try await server.socket().send(.hello(.at(5)))
                async let refusal = Self.refusal(of: run.martlet, to: .developer(99))
                try await server.socket().close(.unknownUser)
                #expect(await refusal == .unauthenticated)
                try await run.reached { $0.freshness == .shutdown }
            }
        }
    }
}
