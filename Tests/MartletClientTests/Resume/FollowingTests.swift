// SPDX-License-Identifier: Apache-2.0

import MartletClient
import MartletTesting
import MartletWire
import NIOHTTP1
import Testing

@Suite(.timeLimit(.minutes(5))) struct FollowingTests {
    // MARK: Where a stream begins

    @Test func `a stream begins live, under the caller's own path and the version's subprotocol`() async throws {
        try await FakeServer.serving { server in
            try await Following.following(server) { following in
                let socket = try await server.socket()
                #expect(socket.head.uri == "/ws/user/7")
                #expect(socket.head.headers["Sec-WebSocket-Protocol"] == ["martlet.v1"])
                #expect(socket.head.headers["X-Martlet-User"] == ["7"])
                try await socket.send(.hello(.at(5)), .logged(6))
                guard case .connected(let hello) = try await following.next() else { throw Unexpected() }
                #expect(hello.seq == 5)
                #expect(try await following.event().seq == 6)
            }
        }
    }

    @Test func `a stream may begin after an earlier position, or after a number`() async throws {
        let position = Position(epoch: Epoch(rawValue: "a/b+c"), seq: 41)
        try await FakeServer.serving { server in
            try await Following.following(server, from: .after(position)) { _ in
                let socket = try await server.socket()
                #expect(socket.head.uri == "/ws/user/7?resume_from=41&epoch=a%2Fb%2Bc")
            }
            try await Following.following(server, from: .seq(41)) { _ in
                let socket = try await server.socket()
                #expect(socket.head.uri == "/ws/user/7?resume_from=41")
            }
        }
    }

    @Test func `a caller known by token alone asks who it is`() async throws {
        try await FakeServer.serving { server in
            server.script.call { body, head in
                guard body.contains("user.me"), head.headers["Authorization"] == ["Bearer secret"] else {
                    return (.unauthorized, "")
                }
                let user = #"{"id":9,"name":"n","display_name":"N","status":"online","status_text":"","created_at":0}"#
                return (.ok, #"{"jsonrpc":"2.0","id":1,"result":\#(user)}"#)
            }
            try await Following.following(server, as: .token("secret")) { _ in
                let socket = try await server.socket()
                #expect(socket.head.uri == "/ws/user/9")
                #expect(socket.head.headers["Authorization"] == ["Bearer secret"])
            }
        }
    }

    // MARK: Resuming

    @Test func `after a loss a stream goes on from its last event (R3-9)`() async throws {
        try await FakeServer.serving { server in
            try await Following.following(server) { following in
                let first = try await server.socket()
                try await first.send(.hello(.at(5)), .logged(6), .logged(9))
                #expect(try await following.event().seq == 6)
                #expect(try await following.event().seq == 9)
                try await first.drop()
                try await following.pause()
                let second = try await server.socket()
                #expect(second.head.uri == "/ws/user/7?resume_from=9&epoch=e1")
                try await second.send(.hello(.resuming(from: 9, to: 12, replaying: 1)), .logged(11), .logged(13))
                #expect(try await following.event().seq == 11)
                #expect(try await following.event().seq == 13)
            }
        }
    }

    @Test func `a ping moves the position of a quiet stream`() async throws {
        try await FakeServer.serving { server in
            try await Following.following(server) { following in
                let first = try await server.socket()
                try await first.send(.hello(.at(5)), .ping(Ping(seq: 40, sent: 0)))
                _ = try await following.next()
                guard case .advanced(let position) = try await following.next() else { throw Unexpected() }
                #expect(position.seq == 40)
                try await first.drop()
                try await following.pause()
                #expect(try await server.socket().head.uri == "/ws/user/7?resume_from=40&epoch=e1")
            }
        }
    }

    @Test func `a new life of the log under a live connection is the position's new epoch`() async throws {
        try await FakeServer.serving { server in
            try await Following.following(server) { following in
                let first = try await server.socket()
                let turn = Position(epoch: Epoch(rawValue: "e2"), seq: 6)
                try await first.send(.hello(.at(5)), .epoch(turn), .logged(8))
                #expect(try await following.event().seq == 8)
                try await first.drop()
                try await following.pause()
                #expect(try await server.socket().head.uri == "/ws/user/7?resume_from=8&epoch=e2")
            }
        }
    }

    @Test func `a hole that the count reveals is filled, and nothing is told twice`() async throws {
        try await FakeServer.serving { server in
            try await Following.following(server) { following in
                let first = try await server.socket()
                try await first.send(.hello(.at(5)), .logged(6), .ping(Ping(seq: 6, sent: 1)))
                try await first.send(.logged(8), .ping(Ping(seq: 8, sent: 3)))
                #expect(try await following.event().seq == 6)
                #expect(try await following.event().seq == 8)
                try await following.pause()
                let second = try await server.socket()
                #expect(second.head.uri == "/ws/user/7?resume_from=6&epoch=e1")
                try await second.send(
                    .hello(.resuming(from: 6, to: 8, replaying: 2)),
                    .logged(7),
                    .logged(8),
                    .logged(9)
                )
                #expect(try await following.event().seq == 7)
                #expect(try await following.event().seq == 9)
            }
        }
    }

    @Test(arguments: ResyncReason.allCases)
    func `a stream that cannot be resumed says so and goes on from the server's position (R3-13)`(
        reason: ResyncReason
    ) async throws {
        try await FakeServer.serving { server in
            let start = StreamStart.after(Position(epoch: Epoch(rawValue: "old"), seq: 3))
            try await Following.following(server, from: start) { following in
                let first = try await server.socket()
                try await first.send(.hello(.at(500, epoch: "new", resync: reason)), .logged(501))
                _ = try await following.next()
                guard case .resync(let told) = try await following.next() else { throw Unexpected() }
                #expect(told == reason)
                #expect(try await following.event().seq == 501)
                try await first.drop()
                try await following.pause()
                #expect(try await server.socket().head.uri == "/ws/user/7?resume_from=501&epoch=new")
            }
        }
    }

    @Test func `what has no place in the log is told and moves nothing`() async throws {
        try await FakeServer.serving { server in
            try await Following.following(server) { following in
                let first = try await server.socket()
                let typing = Typing(channelID: 1, userID: 2, state: .start)
                try await first.send(.hello(.at(5)), .event(EventFrame(event: .known(typing))))
                #expect(try await following.event().event.event(as: Typing.self) == typing)
                try await first.drop()
                try await following.pause()
                #expect(try await server.socket().head.uri == "/ws/user/7?resume_from=5&epoch=e1")
            }
        }
    }

    @Test func `an event of a type that nobody knows still moves the position`() async throws {
        try await FakeServer.serving { server in
            try await Following.following(server) { following in
                let first = try await server.socket()
                try await first.send(.hello(.at(5)))
                try await first.send(text: #"{"seq":6,"type":"thing.happened","data":{"x":1}}"#)
                #expect(try await following.event().event.name.rawValue == "thing.happened")
                try await first.drop()
                try await following.pause()
                #expect(try await server.socket().head.uri == "/ws/user/7?resume_from=6&epoch=e1")
            }
        }
    }

    // MARK: Life and death

    @Test func `a ping is answered while the application still handles an event`() async throws {
        try await FakeServer.serving { server in
            try await Following.following(server) { _ in
                let socket = try await server.socket()
                try await socket.send(.hello(.at(5)), .ping(Ping(seq: 5, sent: 0)))
                guard case .frame(let pong) = await socket.next() else { throw Unexpected() }
                #expect(pong == #"{"type":"pong"}"#)
            }
        }
    }

    @Test func `a server that is silent for 35 s is dropped and dialled at once (R3-16)`() async throws {
        try await FakeServer.serving { server in
            try await Following.following(server) { following in
                let first = try await server.socket()
                try await first.send(.hello(.at(5)))
                _ = try await following.next()
                try await following.silence(.milliseconds(34_900))
                try await first.send(.logged(6))
                #expect(try await following.event().seq == 6)
                try await following.silence(.milliseconds(34_900))
                try await following.silence(.milliseconds(200))
                #expect(try await following.pause() == .zero)
                #expect(try await server.socket().head.uri == "/ws/user/7?resume_from=6&epoch=e1")
            }
        }
    }

    @Test func `leaving says goodbye, so that nobody waits for us`() async throws {
        try await FakeServer.serving { server in
            let (sockets, keep) = AsyncStream<FakeSocket>.makeStream()
            try await Following.following(server) { following in
                let socket = try await server.socket()
                keep.yield(socket)
                try await socket.send(.hello(.at(5)))
                _ = try await following.next()
            }
            for await socket in sockets {
                guard case .closed(let code) = await socket.next() else { throw Unexpected() }
                #expect(code == 1000)
                break
            }
        }
    }

    @Test func `a server of another version is left with 4026 (R3-30)`() async throws {
        try await FakeServer.serving { server in
            let error = try await Following.ending(server) { _ in
                let socket = try await server.socket()
                var hello = Hello.at(5)
                hello.version = 2
                try await socket.send(.hello(hello))
                guard case .closed(let code) = await socket.next() else { throw Unexpected() }
                #expect(code == 4026)
            }
            #expect(error?.closeCode == .unsupportedVersion)
        }
    }
}

struct Unexpected: Error {}

extension Following {
    /// Lets time pass once somebody waits for it.
    func silence(_ duration: Duration) async throws {
        await self.clock.sleeperArrived()
        self.clock.advance(by: duration)
    }
}
