// SPDX-License-Identifier: Apache-2.0

import NIOCore
import NIOHTTP1

/// Reads a connection's first request where it is a plain one for a WebSocket; puts the HTTP decoder in its own place
/// where it is anything else.
///
/// Most connections are WebSockets, and in a storm of returning clients the decoder's coming and going would be a good
/// part of what each costs.
final class FirstRequestReader: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = HTTPServerRequestPart

    private let settings: SocketSettings
    private let gate: UpgradeGate
    private let makeDecoder: () -> ByteToMessageHandler<HTTPRequestDecoder>
    /// What has come of a head that is not whole.
    private var beginning: ByteBuffer?
    private var isDone = false

    init(
        settings: SocketSettings,
        gate: UpgradeGate,
        makeDecoder: @escaping () -> ByteToMessageHandler<HTTPRequestDecoder>
    ) {
        self.settings = settings
        self.gate = gate
        self.makeDecoder = makeDecoder
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        // Nobody may speak before the answer; whoever does is not listened to.
        guard !self.isDone else { return }
        var bytes = Self.unwrapInboundIn(data)
        if var beginning = self.beginning {
            beginning.writeBuffer(&bytes)
            bytes = beginning
        }
        if let upgrade = PlainUpgrade(bytes, maximumFields: self.settings.maximumHeaderCount) {
            self.isDone = true
            self.beginning = nil
            context.fireChannelRead(Self.wrapInboundOut(.head(upgrade.head)))
            context.fireChannelRead(Self.wrapInboundOut(.end(nil)))
        } else if bytes.readableBytes < self.settings.maximumHeaderSize, PlainUpgrade.mayBegin(with: bytes) {
            self.beginning = bytes
        } else {
            self.giveWay(bytes, context)
        }
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case ChannelEvent.inputClosed = event, let beginning = self.beginning {
            self.giveWay(beginning, context)
        }
        context.fireUserInboundEventTriggered(event)
    }

    private func giveWay(_ bytes: ByteBuffer, _ context: ChannelHandlerContext) {
        self.isDone = true
        self.beginning = nil
        let operations = context.pipeline.syncOperations
        let decoder = self.makeDecoder()
        do {
            try operations.addHandler(decoder, position: .after(self))
        } catch {
            return context.close(promise: nil)
        }
        self.gate.front = decoder
        context.fireChannelRead(NIOAny(bytes))
        operations.removeHandler(context: context, promise: nil)
    }
}
