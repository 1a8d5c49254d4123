// SPDX-License-Identifier: Apache-2.0

import MartletWire
import NIOCore
import NIOWebSocket

/// A client's end of a WebSocket: frames in, frames out, pings answered on the spot.
///
/// Confined to its channel's event loop. Pings are answered here, so that an application that takes its time with one
/// event does not look dead.
final class SocketHandler: ChannelDuplexHandler {
    typealias InboundIn = WebSocketFrame
    typealias OutboundIn = ClientFrame
    typealias OutboundOut = WebSocketFrame

    /// How long the server may take to answer a close frame.
    private static let farewell = TimeAmount.seconds(1)

    private let inflow: Inflow
    private var hasEnded = false
    private var isLeaving = false

    init(inflow: Inflow) {
        self.inflow = inflow
    }

    /// Asks the socket to say goodbye.
    struct Leave: Sendable {
        var code: CloseCode
    }

    /// Asks the server for a sign of life.
    struct Probe: Sendable {}

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let frame = Self.unwrapInboundIn(data)
        switch frame.opcode {
        case .text: self.received(frame.unmaskedData, context: context)
        case .pong: self.inflow.arrived(.pong)
        case .ping: self.send(.pong, frame.unmaskedData, context: context)
        case .connectionClose: self.closed(frame.unmaskedData, context: context)
        case .binary: self.give(up: .unsupportedData, context: context)
        default: break
        }
    }

    func read(context: ChannelHandlerContext) {
        if self.inflow.mayRead { context.read() }
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        guard let bytes = try? WireEncoder().encode(Self.unwrapOutboundIn(data)) else {
            promise?.fail(ChannelError.inappropriateOperationForState)
            return
        }
        let buffer = context.channel.allocator.buffer(bytes: bytes)
        context.write(Self.wrapOutboundOut(Self.frame(.text, buffer)), promise: promise)
    }

    func triggerUserOutboundEvent(context: ChannelHandlerContext, event: Any, promise: EventLoopPromise<Void>?) {
        switch event {
        case let leave as Leave: self.leave(with: leave.code, context: context)
        case is Probe: self.send(.ping, ByteBuffer(), context: context)
        default: return context.triggerUserOutboundEvent(event, promise: promise)
        }
        promise?.succeed()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        switch error {
        case NIOWebSocketError.invalidFrameLength: self.give(up: .messageTooBig, context: context)
        case is NIOWebSocketError, is NIOWebSocketFrameAggregator.Error:
            self.give(up: .protocolError, context: context)
        default: context.close(promise: nil)
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        self.end(.lost, reason: "")
        context.fireChannelInactive()
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        self.end(.lost, reason: "")
    }

    private func received(_ data: ByteBuffer, context: ChannelHandlerContext) {
        do {
            let frame = try WireDecoder().decode(ServerFrame.self, from: Array(data.readableBytesView))
            if case .ping = frame { context.writeAndFlush(self.wrapped(.pong(nil)), promise: nil) }
            self.inflow.arrived(.frame(frame))
        } catch {
            self.give(up: .invalidPayload, context: context)
        }
    }

    private func wrapped(_ frame: ClientFrame) -> NIOAny {
        let bytes = (try? WireEncoder().encode(frame)) ?? []
        return Self.wrapOutboundOut(Self.frame(.text, ByteBuffer(bytes: bytes)))
    }

    private func closed(_ data: ByteBuffer, context: ChannelHandlerContext) {
        var data = data
        let code = data.readInteger(as: UInt16.self).map { CloseCode(rawValue: $0) } ?? .noStatus
        let reason = String(buffer: data)
        if !self.isLeaving { self.send(.connectionClose, Self.payload(of: code), context: context) }
        self.end(code, reason: reason)
        context.close(promise: nil)
    }

    /// Ends a connection that the server has spoiled.
    private func give(up code: CloseCode, context: ChannelHandlerContext) {
        self.end(code, reason: "")
        self.leave(with: code, context: context)
    }

    private func leave(with code: CloseCode, context: ChannelHandlerContext) {
        guard !self.isLeaving else { return }
        self.isLeaving = true
        self.send(.connectionClose, Self.payload(of: code), context: context)
        // The server closes after its own close frame; a server that does not is not waited for.
        context.read()
        let channel = context.channel
        context.eventLoop.scheduleTask(in: Self.farewell) { channel.close(promise: nil) }
    }

    private func end(_ code: CloseCode, reason: String) {
        guard !self.hasEnded else { return }
        self.hasEnded = true
        self.inflow.arrived(.closed(code, reason: reason))
        self.inflow.ended()
    }

    private func send(_ opcode: WebSocketOpcode, _ data: ByteBuffer, context: ChannelHandlerContext) {
        context.writeAndFlush(Self.wrapOutboundOut(Self.frame(opcode, data)), promise: nil)
    }

    private static func frame(_ opcode: WebSocketOpcode, _ data: ByteBuffer) -> WebSocketFrame {
        WebSocketFrame(fin: true, opcode: opcode, maskKey: .random(), data: data)
    }

    /// 1005 and 1006 are never sent: they stand for the absence of a code.
    private static func payload(of code: CloseCode) -> ByteBuffer {
        guard code != .noStatus, code != .lost else { return ByteBuffer() }
        return ByteBuffer(integer: code.rawValue)
    }
}
