// SPDX-License-Identifier: Apache-2.0

import MartletWire
import NIOCore
import NIOHTTP1
import NIOWebSocket

/// The server's end of one socket, in a test's hands.
struct FakeSocket: Sendable {
    /// What a client says.
    enum Heard: Sendable {
        case frame(String)
        case closed(UInt16)
        case ping
        case gone
    }

    /// The request that was upgraded.
    let head: HTTPRequestHead
    let heard: AsyncStream<Heard>.Continuation
    private let channel: any NIOCore.Channel
    private let stream: AsyncStream<Heard>

    init(head: HTTPRequestHead, channel: any NIOCore.Channel) {
        self.head = head
        self.channel = channel
        (self.stream, self.heard) = AsyncStream.makeStream()
    }

    /// Says frames.
    func send(_ frames: ServerFrame...) async throws {
        for frame in frames {
            try await self.send(text: String(decoding: WireEncoder().encode(frame), as: UTF8.self))
        }
    }

    /// Says anything.
    func send(text: String) async throws {
        let frame = WebSocketFrame(fin: true, opcode: .text, data: ByteBuffer(string: text))
        try await self.channel.writeAndFlush(frame)
    }

    /// Closes with a code.
    func close(_ code: CloseCode, reason: String = "") async throws {
        var data = ByteBuffer(integer: code.rawValue)
        data.writeString(reason)
        try await self.channel.writeAndFlush(WebSocketFrame(fin: true, opcode: .connectionClose, data: data))
    }

    /// Answers a ping.
    func pong() async throws {
        try await self.channel.writeAndFlush(WebSocketFrame(fin: true, opcode: .pong, data: ByteBuffer()))
    }

    /// Is lost, without a word.
    func drop() async throws {
        try await self.channel.close()
    }

    /// The next thing the client says.
    func next() async -> Heard {
        for await heard in self.stream { return heard }
        return .gone
    }
}

/// Tells a ``FakeSocket`` what is heard.
final class FakeSocketHandler: ChannelInboundHandler {
    typealias InboundIn = WebSocketFrame

    private let heard: AsyncStream<FakeSocket.Heard>.Continuation

    init(_ heard: AsyncStream<FakeSocket.Heard>.Continuation) {
        self.heard = heard
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let frame = Self.unwrapInboundIn(data)
        var bytes = frame.unmaskedData
        switch frame.opcode {
        case .text:
            self.heard.yield(.frame(String(buffer: bytes)))
        case .ping:
            self.heard.yield(.ping)
        case .connectionClose:
            self.heard.yield(.closed(bytes.readInteger() ?? 1005))
            context.close(promise: nil)
        default:
            break
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        self.heard.finish()
    }
}
