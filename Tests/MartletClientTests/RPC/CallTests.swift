// SPDX-License-Identifier: Apache-2.0

import MartletClient
import MartletWire
import NIOHTTP1
import Synchronization
import Testing

@Suite(.timeLimit(.minutes(5))) struct CallTests {
    @Test func `a call says its method, its params and who calls`() async throws {
        let seen = Mutex<(body: String, head: HTTPRequestHead)?>(nil)
        try await FakeServer.serving { server in
            server.script.call { body, head in
                seen.withLock { $0 = (body, head) }
                return (.ok, #"{"jsonrpc":"2.0","id":1,"result":{"channel_id":3,"last_read_msg":9}}"#)
            }
            let martlet = try Martlet(server: server.url, credentials: .developer(7))
            let cursor = try await martlet.call(ReadMark(channelID: 3, lastReadMessage: 9, idempotencyKey: "k"))
            #expect(cursor == ReadCursor(channelID: 3, lastReadMessage: 9))
        }
        let (body, head) = try #require(seen.withLock { $0 })
        let params = #"{"channel_id":3,"last_read_msg":9,"idempotency_key":"k"}"#
        #expect(body == #"{"jsonrpc":"2.0","id":1,"method":"read.mark","params":\#(params)}"#)
        #expect(head.method == .POST && head.uri == "/rpc")
        #expect(head.headers["Content-Type"] == ["application/json"])
        #expect(head.headers["X-Martlet-User"] == ["7"])
    }

    @Test func `what the server says goes wrong is thrown as it is`() async throws {
        let said = RPCError(.rateLimited, "too fast", data: .init(isRetryable: true, retryAfterMilliseconds: 250))
        try await FakeServer.serving { server in
            server.script.call { _, _ in
                let data = #"{"retryable":true,"retry_after_ms":250}"#
                return (.ok, #"{"jsonrpc":"2.0","id":1,"error":{"code":-32029,"message":"too fast","data":\#(data)}}"#)
            }
            let martlet = try Martlet(server: server.url)
            await #expect(throws: said) { try await martlet.call(UserMe()) }
        }
    }

    @Test(arguments: [
        (401, RPCError.Code.unauthenticated), (403, .forbidden), (404, .methodNotFound), (413, .tooLarge),
        (408, .unavailable), (425, .unavailable), (429, .rateLimited), (500, .internalError), (501, .internalError),
        (502, .unavailable), (503, .unavailable), (504, .unavailable), (302, .internalError), (418, .internalError),
    ])
    func `an answer that is not ours is known by its status (4.5, DESIGN 6)`(
        status: Int,
        code: RPCError.Code
    ) async throws {
        try await FakeServer.serving { server in
            server.script.call { _, _ in (HTTPResponseStatus(statusCode: status), "<html>proxy</html>") }
            let martlet = try Martlet(server: server.url)
            let error = await #expect(throws: RPCError.self) { try await martlet.call(UserMe()) }
            #expect(error?.code == code)
            #expect(error?.message.contains("html") == false)
            #expect(error?.data.isRetryable == ([408, 425, 429].contains(status) || status >= 500))
        }
    }

    @Test(arguments: [("7", 7000), ("Thu, 01 Jan 1970 00:16:45 GMT", 5000), ("soon", nil)] as [(String, Int64?)])
    func `an answer's Retry-After is read in seconds and as a date`(value: String, milliseconds: Int64?) async throws {
        try await FakeServer.serving { server in
            server.script.headers(["Retry-After": value])
            server.script.call { _, _ in (.serviceUnavailable, "") }
            let martlet = try Martlet(
                server: server.url,
                clock: ContinuousClock(),
                date: { 1_000_000 },
                draw: { "name" }
            )
            let error = await #expect(throws: RPCError.self) { try await martlet.call(UserMe()) }
            #expect(error?.data.retryAfterMilliseconds == milliseconds)
        }
    }

    @Test func `the body of an HTTP error is the same error object`() async throws {
        try await FakeServer.serving { server in
            server.script.call { _, _ in
                (.unauthorized, #"{"error":{"code":-32001,"message":"sign in","data":{"retryable":false}}}"#)
            }
            let martlet = try Martlet(server: server.url)
            await #expect(throws: RPCError(.unauthenticated, "sign in")) { try await martlet.call(UserMe()) }
        }
    }

    @Test func `a server that is not there did nothing`() async throws {
        let url = try await FakeServer.serving { $0.url }
        let martlet = try Martlet(server: url)
        let error = await #expect(throws: RPCError.self) { try await martlet.call(UserMe()) }
        #expect(error?.code == .unavailable)
        #expect(error?.data.outcome == RPCError.Outcome.none)
        #expect(error?.data.isRetryable == true)
    }

    @Test func `a server that does not answer in time may have done it`() async throws {
        let silent = try await SilentServer.start()
        let martlet = try Martlet(server: silent.url, timeout: .milliseconds(200))
        let error = await #expect(throws: RPCError.self) { try await martlet.call(UserMe()) }
        #expect(error?.code == .unavailable)
        #expect(error?.data.outcome == .unknown)
        try await silent.stop()
    }

    @Test(arguments: ["", "bad token", "line\r\nX-Evil: 1", "umläut"])
    func `a token that would break a header is refused before it is sent`(token: String) async throws {
        let martlet = try Martlet(server: "http://127.0.0.1:1", credentials: .token(token))
        let error = await #expect(throws: RPCError.self) { try await martlet.call(UserMe()) }
        #expect(error?.code == .unauthenticated)
        if !token.isEmpty { #expect(error?.message.contains(token) == false) }
    }

    @Test(arguments: [
        "", "127.0.0.1", "ftp://x", "http://", "http://u:p@x", "http://x?q", "http://x:0", "http://x:99999",
    ])
    func `what is no server's URL is refused by name`(url: String) {
        let error = #expect(throws: RPCError.self) { try Martlet(server: url) }
        #expect(error?.data.field == "server")
    }
}
