// SPDX-License-Identifier: Apache-2.0

import MartletClient
import MartletTesting
import MartletWire
import NIOHTTP1
import Synchronization
import Testing

/// When a client comes back, and when it stays away: the rules are tested by themselves, this is that they are obeyed.
@Suite(.timeLimit(.minutes(5))) struct ComingBackTests {
    @Test(arguments: [1001, 1005, 1012, 1013, 3100, 3101, 3103, 3999, 5000])
    func `these codes invite a reconnect (R3-10)`(code: UInt16) async throws {
        try await FakeServer.serving { server in
            try await Following.following(server) { following in
                let first = try await server.socket()
                try await first.send(.hello(.at(5)))
                try await first.close(CloseCode(rawValue: code))
                #expect(try await (.milliseconds(500)...(.seconds(1))).contains(following.pause()))
                #expect(try await server.socket().head.uri == "/ws/user/7?resume_from=5&epoch=e1")
            }
        }
    }

    @Test(arguments: [1008, 1011, 4001, 4003, 4004, 4009, 4010, 4026, 4999])
    func `these codes end the stream, with the position to go on from (R3-10, R3-11)`(code: UInt16) async throws {
        try await FakeServer.serving { server in
            let error = try await Following.ending(server) { _ in
                let first = try await server.socket()
                try await first.send(.hello(.at(5)), .logged(6))
                try await first.close(CloseCode(rawValue: code))
            }
            #expect(error?.closeCode?.rawValue == code)
            #expect(error?.position == Position(epoch: Epoch(rawValue: "e1"), seq: 6))
        }
    }

    @Test(arguments: [1002, 1003, 1007, 1009])
    func `these codes are given one more chance (R3-10)`(code: UInt16) async throws {
        try await FakeServer.serving { server in
            let error = try await Following.ending(server) { following in
                for _ in 1...2 {
                    let socket = try await server.socket()
                    try await socket.send(.hello(.at(5)))
                    try await socket.close(CloseCode(rawValue: code))
                    if code != 0 { _ = try? await following.pause() }
                }
            }
            #expect(error?.closeCode?.rawValue == code)
        }
    }

    @Test func `delays double to 30 s while connections do not last (R3-12)`() async throws {
        try await FakeServer.serving { server in
            try await Following.following(server) { following in
                for whole in [1, 2, 4, 8, 16, 30, 30] {
                    let socket = try await server.socket()
                    try await socket.send(.hello(.at(5)))
                    try await socket.drop()
                    let pause = try await following.pause()
                    #expect((.seconds(whole) / 2 ... .seconds(whole)).contains(pause))
                }
            }
        }
    }

    @Test func `a server that asks for time gets it, and no less`() async throws {
        try await FakeServer.serving { server in
            try await Following.following(server) { following in
                let first = try await server.socket()
                try await first.send(.hello(.at(5)), .draining(reconnectAfter: 7_000))
                try await first.close(.serviceRestart)
                #expect(try await following.pause() == .seconds(7))
                let second = try await server.socket()
                try await second.close(.tryAgainLater, reason: "retry_after_ms=9000")
                #expect(try await following.pause() == .seconds(9))
                let third = try await server.socket()
                try await third.close(.tryAgainLater, reason: "retry_after_ms=1")
                #expect(try await following.pause() >= .seconds(2))
            }
        }
    }

    @Test func `a refused upgrade is asked for again if it may pass`() async throws {
        try await FakeServer.serving { server in
            server.script.answer(.refuse(.serviceUnavailable, ["Retry-After": "12"]), .refuse(.badGateway, [:]))
            try await Following.following(server) { following in
                #expect(try await following.pause() == .seconds(12))
                #expect(try await (.seconds(1)...(.seconds(2))).contains(following.pause()))
                _ = try await server.socket()
            }
        }
    }

    @Test(arguments: [400, 401, 403, 404])
    func `a refused upgrade that will not pass ends the stream`(status: Int) async throws {
        try await FakeServer.serving { server in
            server.script.answer(.refuse(HTTPResponseStatus(statusCode: status), [:]))
            let error = try await Following.ending(server) { _ in }
            #expect(error?.message.contains("\(status)") == true)
        }
    }

    @Test func `a server that is not there is dialled again`() async throws {
        let url = try await FakeServer.serving { $0.url }
        let martlet = try Martlet(server: url, credentials: .developer(7))
        let clock = ManualClock()
        await #expect(throws: Unexpected.self) {
            try await martlet.stream(from: .live, clock: clock, chance: SeededGenerator(seed: 1)) { update in
                guard case .interrupted(let reason, let delay) = update else { return }
                #expect(reason.contains("refused"))
                #expect((.milliseconds(500)...(.seconds(1))).contains(delay))
                throw Unexpected()
            }
        }
    }

    // MARK: Tokens

    @Test func `an ended token is replaced before the next dial (3102)`() async throws {
        let asked = Mutex<[Credentials.TokenNeed]>([])
        let credentials = Credentials.token { need in
            asked.withLock { $0.append(need) }
            return need == .refresh ? "new" : "old"
        }
        try await FakeServer.serving { server in
            server.script.answerWhoIsAsking()
            try await Following.following(server, as: credentials) { following in
                let first = try await server.socket()
                #expect(first.head.headers["Authorization"] == ["Bearer old"])
                try await first.send(.hello(.at(5)))
                try await first.close(.tokenExpired)
                try await following.pause()
                let second = try await server.socket()
                #expect(second.head.headers["Authorization"] == ["Bearer new"])
            }
        }
        #expect(asked.withLock { $0.contains(.refresh) })
    }

    @Test func `a fixed token that ended ends the stream: auth closes never loop (R3-10)`() async throws {
        try await FakeServer.serving { server in
            server.script.answerWhoIsAsking()
            let error = try await Following.ending(server, as: .token("old")) { _ in
                let first = try await server.socket()
                try await first.send(.hello(.at(5)))
                try await first.close(.tokenExpired)
            }
            #expect(error?.closeCode == .tokenExpired)
        }
    }

    @Test func `a token that is about to end is renewed on the live socket`() async throws {
        try await FakeServer.serving { server in
            server.script.answerWhoIsAsking()
            let credentials = Credentials.token { $0 == .refresh ? "new" : "old" }
            try await Following.following(server, as: credentials) { _ in
                let socket = try await server.socket()
                try await socket.send(.hello(.at(5)), .tokenExpiring(in: 60_000))
                guard case .frame(let text) = await socket.next() else { throw Unexpected() }
                #expect(text.contains(#""method":"auth.refresh""#) && text.contains(#""token":"new""#))
            }
        }
    }

    @Test func `a caller whom the server does not know is told, and the secret is not`() async throws {
        try await FakeServer.serving { server in
            server.script.call { _, _ in
                (.unauthorized, #"{"error":{"code":-32001,"message":"not signed in","data":{"retryable":false}}}"#)
            }
            let error = try await Following.ending(server, as: .token("hush-hush")) { _ in }
            #expect(error?.refusal?.code == .unauthenticated)
            #expect(!"\(String(reflecting: error))".contains("hush-hush"))
        }
    }
}

extension FakeScript {
    /// Knows everybody as user 9.
    func answerWhoIsAsking() {
        self.call { _, _ in
            let user = #"{"id":9,"name":"n","display_name":"N","status":"online","status_text":"","created_at":0}"#
            return (.ok, #"{"jsonrpc":"2.0","id":1,"result":\#(user)}"#)
        }
    }
}
