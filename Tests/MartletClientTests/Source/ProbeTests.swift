// SPDX-License-Identifier: Apache-2.0

import MartletClient
import MartletRules
import MartletTesting
import MartletWire
import NIOHTTP1
import Testing

/// A wake-up or another network makes a client doubt its connection: DESIGN 4.3, R3-16.
@Suite(.timeLimit(.minutes(2)))
struct ProbeTests {
    @Test
    func `a server that does not answer a probe within 3 s is dialled again at once, from where the client stood`()
        async throws
    {
        try await FakeServer.serving { server in
            try await FeedRun.following(server.url) { run in
                let first = try await server.socket()
                try await first.send(.hello(.at(5)), .logged(6))
                #expect(try await run.seq() == 6)
                let doubtedAt = run.clock.now
                run.martlet.setNetworkAvailable(true)
                guard case .ping = await first.next() else { throw Unexpected() }
                let second = try await run.passingTime { try await server.socket() }
                #expect(second.head.uri == "/ws/user/7?resume_from=6&epoch=e1")
                #expect(doubtedAt.duration(to: run.clock.now) >= .seconds(3))
            }
        }
    }

    @Test func `a server that answers a probe keeps its connection`() async throws {
        try await FakeServer.serving { server in
            try await FeedRun.following(server.url) { run in
                let socket = try await server.socket()
                try await socket.send(.hello(.at(5)), .logged(6))
                #expect(try await run.seq() == 6)
                run.martlet.noticed(.focus)
                guard case .ping = await socket.next() else { throw Unexpected() }
                try await socket.pong()
                try await socket.send(.logged(7))
                #expect(try await run.seq() == 7)
                for second in 1...10 {
                    run.clock.advance(by: .seconds(1))
                    try await socket.send(.logged(7 + Seq(second)))
                    #expect(try await run.seq() == 7 + Seq(second))
                }
            }
        }
    }

    @Test func `whoever goes offline does not wait for a dial that nobody answers`() async throws {
        let server = try await SilentServer.start()
        try await FeedRun.following(server.url) { run in
            try await run.reached { $0.mode == .streaming }
            let duration = try await ContinuousClock().measure {
                run.martlet.setOffline(true)
                try await run.reached { $0.mode == .offline }
            }
            // The dial itself would be given up after 10 s.
            #expect(duration < .seconds(9))
        }
        try await server.stop()
    }

    /// A platform that a test speaks for.
    private struct SpokenPlatform: PlatformProbe {
        let stream: AsyncStream<PlatformNews>

        func news() -> AsyncStream<PlatformNews> { self.stream }
    }

    @Test func `a platform's probe speaks for the application`() async throws {
        let (stream, platform) = AsyncStream<PlatformNews>.makeStream()
        try await FakeServer.serving { server in
            try await FeedRun.following(server.url, platform: SpokenPlatform(stream: stream)) { run in
                let socket = try await server.socket()
                try await socket.send(.hello(.at(5)), .logged(6))
                #expect(try await run.seq() == 6)
                platform.yield(.network(isAvailable: false))
                let status = try await run.passingTime { try await run.reached { $0.mode == .offline } }
                #expect(status.cause == .networkUnavailable)
                platform.yield(.lifecycle(.background))
                platform.yield(.network(isAvailable: true))
                _ = try await run.passingTime { try await run.reached { $0.mode == .background } }
            }
        }
    }
}
