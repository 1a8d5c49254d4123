// SPDX-License-Identifier: Apache-2.0

import MartletServer
import NIOCore
import NIOPosix

/// A peer on the events socket that says just what it is told to.
struct RawEdge {
    private let channel: any NIOCore.Channel
    private let frames: AsyncStream<String>

    static func connect(to path: String) async throws -> RawEdge {
        let (frames, heard) = AsyncStream<String>.makeStream()
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(FrameHandler(heard))
                }
            }
            .connect(unixDomainSocketPath: path)
            .get()
        return RawEdge(channel: channel, frames: frames)
    }

    func say(_ json: String) async throws {
        guard let frame = LinkFrame.encode(Array(json.utf8)) else { return }
        try await self.say(bytes: frame)
    }

    func say(bytes: ByteBuffer) async throws {
        try await self.channel.writeAndFlush(bytes)
    }

    /// The next frame that is not a beat, which may come at any time; nil if the connection ends first.
    func read() async -> String? {
        for await frame in self.frames where !frame.hasPrefix(#"{"v":1,"kind":"beat""#) { return frame }
        return nil
    }

    func stopReading() async throws {
        try await self.channel.setOption(.autoRead, value: false).get()
    }

    /// Reads what is left, and waits for the end.
    func ended() async throws {
        try? await self.channel.setOption(.autoRead, value: true).get()
        try await self.channel.closeFuture.get()
    }
}

private final class FrameHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private var reader = LinkFrameReader()
    private let heard: AsyncStream<String>.Continuation

    init(_ heard: AsyncStream<String>.Continuation) {
        self.heard = heard
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        self.reader.append(self.unwrapInboundIn(data))
        while let frame = try? self.reader.next() { self.heard.yield(String(decoding: frame, as: UTF8.self)) }
    }

    func channelInactive(context: ChannelHandlerContext) {
        self.heard.finish()
    }
}
