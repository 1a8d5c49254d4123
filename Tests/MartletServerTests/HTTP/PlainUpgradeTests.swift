// SPDX-License-Identifier: Apache-2.0

import NIOCore
import NIOEmbedded
import NIOHTTP1
import Testing

@testable import MartletServer

struct PlainUpgradeTests {
    private static let fields = "Host: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"

    private static func read(_ text: String) -> HTTPRequestHead? {
        PlainUpgrade(ByteBuffer(string: text), maximumFields: 8)?.head
    }

    /// What the HTTP decoder makes of the same bytes.
    private static func decoded(_ text: String) throws -> HTTPRequestHead? {
        let channel = EmbeddedChannel(handler: ByteToMessageHandler(HTTPRequestDecoder()))
        defer { _ = try? channel.finish() }
        try channel.writeInbound(ByteBuffer(string: text))
        guard case .head(let head) = try channel.readInbound(as: HTTPServerRequestPart.self) else { return nil }
        return head
    }

    @Test(arguments: [
        "GET /ws/user/7?resume_from=3&epoch=a HTTP/1.1\r\n\(fields)\r\n",
        "GET / HTTP/1.1\r\n\(fields)Sec-WebSocket-Key:  dGhlIHNhbXBsZSBub25jZQ==\r\nX:\r\n\r\n",
        "GET /%20 HTTP/1.1\r\n\(fields)UPGRADE: h2c\r\nCookie: a=b; c=\"d,e\"\r\n\r\n",
    ])
    func `a plain request is read as the decoder reads it`(text: String) throws {
        let head = try #require(Self.read(text))
        let decoded = try #require(try Self.decoded(text))
        #expect(head.uri == decoded.uri)
        #expect(head.method == decoded.method)
        #expect(head.version == decoded.version)
        #expect(head.headers.map { "\($0.name): \($0.value)" } == decoded.headers.map { "\($0.name): \($0.value)" })
    }

    @Test(arguments: [
        "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "POST / HTTP/1.1\r\n\(fields)\r\n",
        "GET / HTTP/1.0\r\n\(fields)\r\n",
        "GET  / HTTP/1.1\r\n\(fields)\r\n",
        "GET http://localhost/ HTTP/1.1\r\n\(fields)\r\n",
        "GET /\u{7F} HTTP/1.1\r\n\(fields)\r\n",
        "GET / HTTP/1.1\n\(fields)\r\n",
        "GET / HTTP/1.1\r\n\(fields) folded\r\n\r\n",
        "GET / HTTP/1.1\r\n\(fields)A: b \r\n\r\n",
        "GET / HTTP/1.1\r\n\(fields)No colon\r\n\r\n",
        "GET / HTTP/1.1\r\n\(fields)Spaced : a\r\n\r\n",
        "GET / HTTP/1.1\r\n\(fields)A: \u{00E9}\r\n\r\n",
        "GET / HTTP/1.1\r\n\(fields)Content-Length: 0\r\n\r\n",
        "GET / HTTP/1.1\r\n\(fields)Transfer-Encoding: chunked\r\n\r\n",
        "GET / HTTP/1.1\r\n\(fields)Expect: 100-continue\r\n\r\n",
        "GET / HTTP/1.1\r\n\(fields)\r\nGET / HTTP/1.1\r\n",
        "GET / HTTP/1.1\r\n\(fields)",
        "GET / HTTP/1.1\r\n\(fields)A: 1\r\nB: 2\r\nC: 3\r\nD: 4\r\nE: 5\r\nF: 6\r\n\r\n",
    ])
    func `anything unusual is left to the decoder`(text: String) {
        #expect(Self.read(text) == nil)
    }

    @Test(arguments: ["", "G", "GET /ws/us", "GET / HTTP/1.1\r", "GET / HTTP/1.1\r\n", "GET / HTTP/1.1\r\nA: b\r\n\r"])
    func `the beginning of a head is waited for`(text: String) {
        #expect(PlainUpgrade.mayBegin(with: ByteBuffer(string: text)))
    }

    @Test(arguments: [
        "POST /", "GET  /", "GET /\n", "GET /\0", "GET / HTTP/1.1\r\n\r\n", "GET / HTTP/1.1\r\n\r\nG", "\u{16}\u{3}",
    ])
    func `what cannot become one is not waited for`(text: String) {
        #expect(!PlainUpgrade.mayBegin(with: ByteBuffer(string: text)))
    }
}
