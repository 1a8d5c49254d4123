// SPDX-License-Identifier: Apache-2.0

import NIOCore

/// Cuts what comes from the other end of a link into frames, and hands over all of one read at once.
///
/// Confined to its channel's loop.
final class LinkChannelHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private var reader = LinkFrameReader()
    private let received: ([[UInt8]]) -> Void
    private let faulted: (LinkFrameFault) -> Void
    private let ended: () -> Void

    init(
        received: @escaping ([[UInt8]]) -> Void,
        faulted: @escaping (LinkFrameFault) -> Void,
        ended: @escaping () -> Void
    ) {
        self.received = received
        self.faulted = faulted
        self.ended = ended
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        self.reader.append(self.unwrapInboundIn(data))
        var frames: [[UInt8]] = []
        do throws(LinkFrameFault) {
            while let frame = try self.reader.next() { frames.append(frame) }
            if !frames.isEmpty { self.received(frames) }
        } catch {
            if !frames.isEmpty { self.received(frames) }
            self.faulted(error)
            context.close(promise: nil)
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        self.ended()
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }
}
