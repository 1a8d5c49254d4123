// SPDX-License-Identifier: Apache-2.0

import NIOCore
import NIOEmbedded

@testable import MartletServer

/// An open socket on a channel whose time and bytes the test owns.
struct EmbeddedSocket {
    let channel: EmbeddedChannel
    let delegate: SocketRecorder
    let socket: WebSocketHandler
    private let outlet: Outlet

    /// The embedded channel knows no half-closing: this stands where the network would.
    private final class Outlet: ChannelOutboundHandler {
        typealias OutboundIn = ByteBuffer
        var isOutputClosed = false

        func close(context: ChannelHandlerContext, mode: CloseMode, promise: EventLoopPromise<Void>?) {
            guard mode == .output else { return context.close(mode: mode, promise: promise) }
            self.isOutputClosed = true
            promise?.succeed()
        }
    }

    init(limit: Int = 1000) throws {
        self.channel = EmbeddedChannel()
        self.delegate = SocketRecorder()
        self.outlet = Outlet()
        let loop = SocketLoop(eventLoop: self.channel.embeddedEventLoop)
        self.socket = WebSocketHandler(loop: loop, maximumMessageSize: limit, delegate: self.delegate)
        try self.channel.pipeline.syncOperations.addHandlers(self.outlet, self.socket)
        try self.channel.connect(to: .init(ipAddress: "127.0.0.1", port: 1)).wait()
        loop.add(self.socket)
        self.socket.open()
        self.socket.flush()
        _ = try self.channel.readOutbound(as: ByteBuffer.self)
    }

    /// Our side has been ended: nothing can be sent any more.
    var isOutputClosed: Bool { self.outlet.isOutputClosed }

    var calls: [SocketRecorder.Call] { self.delegate.calls }

    func receive(_ frames: [UInt8]...) throws {
        try self.channel.writeInbound(ByteBuffer(bytes: frames.joined()))
    }

    /// What was sent since the last look.
    func sent() throws -> [UInt8] {
        var sent: [UInt8] = []
        while let bytes = try self.channel.readOutbound(as: ByteBuffer.self) {
            sent += bytes.readableBytesView
        }
        return sent
    }

    func setWritable(_ isWritable: Bool) {
        self.channel.isWritable = isWritable
        self.channel.pipeline.fireChannelWritabilityChanged()
    }

    func pass(_ time: TimeAmount) {
        self.channel.embeddedEventLoop.advanceTime(by: time)
    }

    static func frame(_ buffer: ByteBuffer) -> [UInt8] { Array(buffer.readableBytesView) }
}
