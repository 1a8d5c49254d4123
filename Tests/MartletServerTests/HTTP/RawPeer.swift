// SPDX-License-Identifier: Apache-2.0

import NIOCore
import NIOPosix
import NIOSSL

/// A client that says and hears bytes, so that a test can be as wrong as it likes.
struct RawPeer {
    /// The server ended the connection before what was waited for came.
    struct Ended: Error {
        let heard: String
    }

    private var inbound: NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator
    private let outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>
    let channel: any Channel
    private var heard: [UInt8] = []

    static func connected<Result>(
        to address: SocketAddress,
        tls: NIOSSLContext? = nil,
        _ body: (inout RawPeer) async throws -> Result
    ) async throws -> Result {
        let channel = try await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup).connect(to: address) {
            channel in
            channel.eventLoop.makeCompletedFuture {
                if let tls {
                    try channel.pipeline.syncOperations.addHandler(
                        NIOSSLClientHandler(context: tls, serverHostname: nil)
                    )
                }
                return try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
            }
        }
        return try await channel.executeThenClose { inbound, outbound in
            var peer = RawPeer(
                inbound: inbound.makeAsyncIterator(),
                outbound: outbound,
                channel: channel.channel
            )
            return try await body(&peer)
        }
    }

    func say(_ text: String) async throws {
        try await self.outbound.write(ByteBuffer(string: text))
    }

    func say(_ bytes: [UInt8]) async throws {
        try await self.outbound.write(ByteBuffer(bytes: bytes))
    }

    /// Hears on until these bytes have come, and takes everything up to and with them.
    mutating func hear(_ end: [UInt8]) async throws -> [UInt8] {
        while true {
            if let range = self.heard.firstRange(of: end) {
                defer { self.heard.removeSubrange(..<range.upperBound) }
                return Array(self.heard[..<range.upperBound])
            }
            guard let bytes = try await self.inbound.next(isolation: #isolation) else {
                throw Ended(heard: String(decoding: self.heard, as: UTF8.self))
            }
            self.heard += bytes.readableBytesView
        }
    }

    /// A response's head.
    mutating func hearHead() async throws -> String {
        String(decoding: try await self.hear(Array("\r\n\r\n".utf8)), as: UTF8.self)
    }

    mutating func hear(text: String) async throws {
        _ = try await self.hear(Array(text.utf8))
    }

    /// Everything up to the end of the connection.
    mutating func hearEnd() async throws -> [UInt8] {
        do {
            while let bytes = try await self.inbound.next(isolation: #isolation) {
                self.heard += bytes.readableBytesView
            }
        } catch is IOError {
            // Reset: an end too.
        }
        return self.heard
    }

    /// Asks for a WebSocket in due form and hears the answer's head.
    mutating func upgrade(_ path: String, fields: String = "") async throws -> String {
        try await self.say(Self.upgradeRequest(path, fields: fields))
        return try await self.hearHead()
    }

    static func upgradeRequest(_ path: String, fields: String = "") -> String {
        "GET \(path) HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\(fields)\r\n"
    }
}
