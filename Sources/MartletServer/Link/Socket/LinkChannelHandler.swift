// SPDX-License-Identifier: Apache-2.0

import MartletRules
import MartletWire
import NIOCore

/// Cuts what comes from the other end of a link into frames, and hands over all of one read at once; says now and then
/// that we live, and ends a connection whose other end does not.
///
/// Confined to its channel's loop.
final class LinkChannelHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private var reader = LinkFrameReader()
    private let received: ([[UInt8]]) -> Void
    private let faulted: (LinkFrameFault) -> Void
    private let silenced: () -> Void
    private let ended: () -> Void
    private var pulse: LinkPulse<LoopInstant>?
    private var timer: Scheduled<Void>?
    private let timing: LinkTiming
    private let beat: () -> any Encodable

    init(
        timing: LinkTiming,
        beat: @escaping () -> any Encodable,
        received: @escaping ([[UInt8]]) -> Void,
        faulted: @escaping (LinkFrameFault) -> Void,
        silenced: @escaping () -> Void,
        ended: @escaping () -> Void
    ) {
        self.timing = timing
        self.beat = beat
        self.silenced = silenced
        self.received = received
        self.faulted = faulted
        self.ended = ended
    }

    func handlerAdded(context: ChannelHandlerContext) {
        if context.channel.isActive { self.begin(context) }
    }

    func channelActive(context: ChannelHandlerContext) {
        self.begin(context)
        context.fireChannelActive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        self.pulse?.heardFromPeer(at: LoopInstant(context.eventLoop.now))
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
        self.timer?.cancel()
        self.ended()
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }

    private func begin(_ context: ChannelHandlerContext) {
        guard self.pulse == nil else { return }
        self.pulse = LinkPulse(timing: self.timing, startingAt: LoopInstant(context.eventLoop.now))
        self.timerFired(context)
    }

    private func timerFired(_ context: ChannelHandlerContext) {
        switch self.pulse?.timerFired(at: LoopInstant(context.eventLoop.now)) {
        case .beat(let next):
            if let frame = (try? WireEncoder().encode(self.beat())).flatMap(LinkFrame.encode) {
                context.writeAndFlush(NIOAny(frame), promise: nil)
            }
            let bound = NIOLoopBound(context, eventLoop: context.eventLoop)
            self.timer = context.eventLoop.assumeIsolated().scheduleTask(deadline: next.deadline) {
                self.timerFired(bound.value)
            }
        case .dead:
            self.silenced()
            context.close(promise: nil)
        case nil:
            break
        }
    }
}
