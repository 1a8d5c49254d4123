// SPDX-License-Identifier: Apache-2.0

import NIOCore
import NIOHTTP1
import NIOPosix
import Testing

@testable import MartletServer

/// One port, over loopback: what clients get for what they send, right or wrong.
@Suite(.timeLimit(.minutes(5)))
struct HTTPServerTests {
    // MARK: - Requests

    @Test
    func `requests on one connection are answered by the router in turn`() async throws {
        try await TestServer.running { server in
            try await RawPeer.connected(to: server.address) { peer in
                for _ in 0..<3 {
                    try await peer.say("GET /hello HTTP/1.1\r\nHost: localhost\r\n\r\n")
                    #expect(try await peer.hearHead().hasPrefix("HTTP/1.1 200 OK\r\n"))
                    try await peer.hear(text: "hello")
                }
            }
        }
    }

    @Test
    func `requests sent at once are answered in order`() async throws {
        try await TestServer.running { server in
            try await RawPeer.connected(to: server.address) { peer in
                let request = "HTTP/1.1\r\nHost: localhost\r\n\r\n"
                try await peer.say("GET /hello \(request)GET /nowhere \(request)GET /hello \(request)")
                #expect(try await peer.hearHead().hasPrefix("HTTP/1.1 200"))
                #expect(try await peer.hearHead().contains("HTTP/1.1 404"))
                #expect(try await peer.hearHead().hasPrefix("HTTP/1.1 200"))
            }
        }
    }

    @Test(arguments: [false, true])
    func `an upload that offers another protocol arrives whole`(offersAnother: Bool) async throws {
        try await TestServer.running { server in
            try await RawPeer.connected(to: server.address) { peer in
                let offer = offersAnother ? "Upgrade: h2c\r\nConnection: Upgrade\r\n" : ""
                try await peer.say("POST /count HTTP/1.1\r\nHost: localhost\r\n\(offer)Content-Length: 300000\r\n\r\n")
                try await peer.say([UInt8](repeating: 7, count: 300_000))
                #expect(try await peer.hearHead().contains("connection: close") == offersAnother)
                try await peer.hear(text: "300000 bytes")
            }
        }
    }

    @Test
    func `a client that waits to be told to go on is told`() async throws {
        try await TestServer.running { server in
            try await RawPeer.connected(to: server.address) { peer in
                try await peer.say(
                    "POST /count HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\n"
                )
                #expect(try await peer.hearHead() == "HTTP/1.1 100 Continue\r\n\r\n")
                try await peer.say("abc")
                try await peer.hear(text: "3 bytes")
            }
        }
    }

    @Test
    func `HTTP 1,0 is answered without chunks, and ended`() async throws {
        try await TestServer.running { server in
            try await RawPeer.connected(to: server.address) { peer in
                try await peer.say("GET /stream HTTP/1.0\r\n\r\n")
                let head = try await peer.hearHead()
                #expect(head.hasPrefix("HTTP/1.0 200"))
                #expect(!head.contains("chunked"))
                #expect(try await peer.hearEnd() == Array("one two".utf8))
            }
        }
    }

    @Test
    func `a request in absolute form, as proxies send it, reaches its route`() async throws {
        try await TestServer.running { server in
            try await RawPeer.connected(to: server.address) { peer in
                try await peer.say("GET http://localhost/hello HTTP/1.1\r\nHost: localhost\r\n\r\n")
                #expect(try await peer.hearHead().hasPrefix("HTTP/1.1 200"))
            }
        }
    }

    @Test(arguments: [
        ("garbage\r\n\r\n", 400), ("\u{16}\u{3}\u{1}\u{2}\0\u{1}\0", 400), ("GET / HTTP/3.0\r\n\r\n", 505),
        ("GET / HTTP/1.1\r\nno colon\r\n\r\n", 400), ("GET / HTTP/1.1\r\nContent-Length: x\r\n\r\n", 400),
        ("GET / HTTP/1.1\r\nA: " + String(repeating: "x", count: 40_000) + "\r\n\r\n", 431),
        ("GET / HTTP/1.1\r\n" + String(repeating: "A: b\r\n", count: 101) + "\r\n", 431),
        ("GET / HTTP/1.1\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n", 400),
    ])
    func `what is no request is answered and ended`(request: String, status: Int) async throws {
        try await TestServer.running { server in
            try await RawPeer.connected(to: server.address) { peer in
                try await peer.say(request)
                #expect(try await peer.hearHead().hasPrefix("HTTP/1.1 \(status) "))
                #expect(try await peer.hearEnd() == [])
            }
        }
    }

    @Test
    func `garbage after a request is answered and ended`() async throws {
        try await TestServer.running { server in
            try await RawPeer.connected(to: server.address) { peer in
                try await peer.say("GET /hello HTTP/1.1\r\nHost: localhost\r\n\r\n")
                try await peer.hear(text: "hello")
                try await peer.say("garbage\r\n\r\n")
                let head = try await peer.hearHead()
                #expect(head.hasPrefix("HTTP/1.1 400 "))
                #expect(try await peer.hearEnd() == [])
            }
        }
    }

    @Test
    func `a tunnel is not dug, and its connection ends`() async throws {
        try await TestServer.running { server in
            try await RawPeer.connected(to: server.address) { peer in
                try await peer.say("CONNECT example.org:443 HTTP/1.1\r\nHost: example.org\r\n\r\n")
                let head = try await peer.hearHead()
                #expect(head.contains("connection: close"))
                #expect(!head.contains(" 200 "))
                #expect(try await peer.hearEnd() == [])
            }
        }
    }

    // Half a request, left by a network that swallows bytes, kept a server that was told to stop for ever.
    @Test
    func `half a request does not hold up a stop`() async throws {
        try await TestServer.running {
            $0.sockets.farewellTimeout = .milliseconds(50)
        } _: { server in
            try await RawPeer.connected(to: server.address) { peer in
                try await peer.say("POST /count HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\nhalf")
                await server.stop()
                #expect(try await peer.hearEnd() == [])
            }
        }
    }

    // MARK: - Upgrades

    @Test(arguments: ["/echo", "/echo-later"])
    func `an accepted upgrade is a WebSocket`(path: String) async throws {
        try await TestServer.running { server in
            try await RawPeer.connected(to: server.address) { peer in
                let head = try await peer.upgrade(path)
                #expect(head.hasPrefix("HTTP/1.1 101 Switching Protocols\r\n"))
                #expect(head.contains("Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n"))
                try await peer.say(MaskedFrame.text("hi"))
                #expect(try await peer.hear([0x68, 0x69]) == [0x81, 2, 0x68, 0x69])
                try await peer.say(MaskedFrame.close(1000))
                #expect(try await peer.hearEnd() == [0x88, 2, 0x03, 0xE8])
            }
        }
    }

    @Test(arguments: ["/echo", "/echo-later"])
    func `frames that come with the request are not lost`(path: String) async throws {
        try await TestServer.running { server in
            try await RawPeer.connected(to: server.address) { peer in
                let payload = [UInt8](repeating: 0x61, count: 3000)
                let request = Array(
                    RawPeer.upgradeRequest(path, fields: "X: \(String(repeating: "y", count: 900))\r\n").utf8
                )
                try await peer.say(request + MaskedFrame.text("first") + MaskedFrame.bytes(1, payload))
                _ = try await peer.hearHead()
                try await peer.hear(text: "first")
                #expect(try await peer.hear(payload).count == 4 + payload.count)
            }
        }
    }

    @Test
    func `subprotocol and fields are those of the decision`() async throws {
        try await TestServer.running { server in
            try await RawPeer.connected(to: server.address) { peer in
                let head = try await peer.upgrade("/v1", fields: "Sec-WebSocket-Protocol: martlet.v1\r\n")
                #expect(head.contains("Sec-WebSocket-Protocol: martlet.v1\r\n"))
                #expect(head.contains("Set-Cookie: a=b\r\n"))
            }
        }
    }

    /// DESIGN 4.1: a browser's script sees the close code, and nothing of an HTTP status.
    @Test
    func `a refusal may be an accepted socket with a close code`() async throws {
        try await TestServer.running { server in
            try await RawPeer.connected(to: server.address) { peer in
                #expect(try await peer.upgrade("/not-you").hasPrefix("HTTP/1.1 101"))
                #expect(try await peer.hear(Array("not you".utf8)) == [0x88, 9, 0x0F, 0xA3] + Array("not you".utf8))
                try await peer.say(MaskedFrame.close(4003))
                #expect(try await peer.hearEnd() == [])
            }
        }
    }

    @Test
    func `a refusal may be an HTTP answer`() async throws {
        try await TestServer.running { server in
            try await RawPeer.connected(to: server.address) { peer in
                let head = try await peer.upgrade("/forbidden")
                #expect(head.hasPrefix("HTTP/1.1 403 Forbidden\r\nX-Reason: origin\r\n"))
                #expect(head.contains("content-type: application/json\r\ncontent-length: 15\r\nconnection: close\r\n"))
                #expect(try await peer.hearEnd() == Array(#"{"code":-32003}"#.utf8))
            }
        }
    }

    @Test
    func `a decision that fails is answered 500`() async throws {
        try await TestServer.running { server in
            try await RawPeer.connected(to: server.address) { peer in
                let head = try await peer.upgrade("/fails")
                #expect(head.hasPrefix("HTTP/1.1 500"))
                #expect(try await peer.hearEnd() == [])
            }
        }
    }

    @Test(arguments: ["/hello", "/nowhere"])
    func `a path without sockets answers as if it had not been asked for one`(path: String) async throws {
        try await TestServer.running { server in
            try await RawPeer.connected(to: server.address) { peer in
                let head = try await peer.upgrade(path)
                #expect(head.hasPrefix(path == "/hello" ? "HTTP/1.1 200" : "HTTP/1.1 404"))
                #expect(head.contains("connection: close"))
                #expect(try await peer.hearEnd() == (path == "/hello" ? Array("hello".utf8) : []))
            }
        }
    }

    @Test(arguments: [
        ("Sec-WebSocket-Version: 13", "Sec-WebSocket-Version: 8", 426),
        ("Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n", "", 400), ("Connection: Upgrade\r\n", "", 400),
        ("\r\n\r\n", "\r\nContent-Length: 2\r\n\r\nhi", 400),
    ])
    func `a wrong request to upgrade is answered with its status`(part: String, wrong: String, status: Int) async throws
    {
        try await TestServer.running { server in
            try await RawPeer.connected(to: server.address) { peer in
                var request = RawPeer.upgradeRequest("/echo")
                request.replaceSubrange(try #require(request.firstRange(of: part)), with: wrong)
                try await peer.say(request)
                let head = try await peer.hearHead()
                #expect(head.hasPrefix("HTTP/1.1 \(status) "))
                #expect(head.contains("sec-websocket-version: 13") == (status == 426))
                #expect(String(decoding: try await peer.hearEnd(), as: UTF8.self).contains(#""retryable":false"#))
            }
        }
    }

    @Test
    func `a connection that has served requests can become a WebSocket`() async throws {
        try await TestServer.running { server in
            try await RawPeer.connected(to: server.address) { peer in
                try await peer.say("GET /hello HTTP/1.1\r\nHost: localhost\r\n\r\n")
                _ = try await peer.hearHead()
                try await peer.hear(text: "hello")
                #expect(try await peer.upgrade("/echo").hasPrefix("HTTP/1.1 101"))
                for _ in 0..<3 {
                    try await peer.say(MaskedFrame.bytes(1, .init(repeating: 0x62, count: 5000)))
                    _ = try await peer.hear(.init(repeating: 0x62, count: 5000))
                }
                try await peer.say(MaskedFrame.close(1000))
                #expect(try await peer.hearEnd() == [0x88, 2, 0x03, 0xE8])
            }
        }
    }

    @Test
    func `an upgrade asked for before an earlier answer waits for it`() async throws {
        try await TestServer.running { server in
            try await RawPeer.connected(to: server.address) { peer in
                let request = "GET /stream HTTP/1.1\r\nHost: localhost\r\n\r\n"
                try await peer.say(Array((request + RawPeer.upgradeRequest("/echo")).utf8) + MaskedFrame.text("hi"))
                #expect(try await peer.hearHead().hasPrefix("HTTP/1.1 200"))
                try await peer.hear(text: "0\r\n\r\n")
                #expect(try await peer.hearHead().hasPrefix("HTTP/1.1 101"))
                try await peer.hear(text: "hi")
            }
        }
    }

    // MARK: - Patience

    @Test
    func `a connection at rest between requests is ended`() async throws {
        try await TestServer.running {
            $0.sockets.idleTimeout = .milliseconds(50)
        } _: { server in
            try await RawPeer.connected(to: server.address) { peer in
                try await peer.say("GET /hello HTTP/1.1\r\nHost: localhost\r\n\r\n")
                _ = try await peer.hearHead()
                #expect(try await peer.hearEnd() == Array("hello".utf8))
            }
        }
    }

    @Test
    func `more silent connections than allowed are turned away, and talking ones do not count`() async throws {
        try await TestServer.running {
            $0.handshakes = HandshakeAdmission(limit: 1)
        } _: { server in
            try await RawPeer.connected(to: server.address) { socket in
                _ = try await socket.upgrade("/echo")
                try await RawPeer.connected(to: server.address) { client in
                    try await client.say("GET /hello HTTP/1.1\r\nHost: localhost\r\n\r\n")
                    try await client.hear(text: "hello")
                    try await RawPeer.connected(to: server.address) { silent in
                        try await silent.say("GET")
                        try await RawPeer.connected(to: server.address) { turnedAway in
                            let head = try await turnedAway.hearHead()
                            #expect(head.hasPrefix("HTTP/1.1 503"))
                        }
                        try await silent.say(" /hello HTTP/1.1\r\nHost: localhost\r\n\r\n")
                        try await silent.hear(text: "hello")
                    }
                }
            }
        }
    }

    @Test
    func `silent connections that end give their places back`() async throws {
        try await TestServer.running {
            $0.handshakes = HandshakeAdmission(limit: 1)
        } _: { server in
            for _ in 0..<5 {
                try await RawPeer.connected(to: server.address) { peer in
                    try await peer.say("garbage\r\n\r\n")
                    #expect(try await peer.hearHead().hasPrefix("HTTP/1.1 400"))
                }
            }
        }
    }

    // MARK: - Shutting down

    @Test
    func `a shutdown ends what is at rest, tells the sockets, and waits for both`() async throws {
        try await TestServer.running { server in
            try await RawPeer.connected(to: server.address) { socket in
                _ = try await socket.upgrade("/echo")
                try await RawPeer.connected(to: server.address) { client in
                    try await client.say("GET /hello HTTP/1.1\r\nHost: localhost\r\n\r\n")
                    _ = try await client.hearHead()
                    try await client.hear(text: "hello")
                    await server.stop()
                    #expect(try await client.hearEnd() == [])
                }
                // The echo closes 1001 and waits for the answer.
                #expect(try await socket.hear([0x03, 0xE9]) == [0x88, 29, 0x03, 0xE9])
                try await socket.say(MaskedFrame.close(1001))
                _ = try await socket.hearEnd()
            }
        }
    }

    @Test
    func `a cancelled server cuts its connections and returns`() async throws {
        let (addresses, found) = AsyncStream<SocketAddress>.makeStream()
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                try await TestServer.running { server in
                    found.yield(server.address)
                    try await RawPeer.connected(to: server.address) { peer in
                        _ = try await peer.upgrade("/echo")
                    }
                }
            }
            _ = await addresses.first { _ in true }
            try await group.waitForAll()
        }
    }

    @Test
    func `an address that is taken is named`() async throws {
        try await TestServer.running { first in
            let port = first.address.port ?? 0
            let error = await #expect(throws: ListenError.self) {
                try await TestServer.running {
                    $0.port = port
                } _: { _ in
                }
            }
            #expect(error?.description.contains("host 127.0.0.1, port \(port)") == true)
        }
    }
}
