// SPDX-License-Identifier: Apache-2.0

import NIOCore
import NIOTLS

/// Waits for TLS to say which protocol was agreed on, then makes way for it.
final class ProtocolNegotiation: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = Any

    private let connection: IncomingConnection
    private let negotiated: (String?) throws -> Void
    private var isDone = false

    init(connection: IncomingConnection, negotiated: @escaping (String?) throws -> Void) {
        self.connection = connection
        self.negotiated = negotiated
    }

    func channelActive(context: ChannelHandlerContext) {
        if !self.connection.began() {
            // Before TLS there is nobody to say 503 to.
            context.close(promise: nil)
        }
        context.fireChannelActive()
    }

    func channelInactive(context: ChannelHandlerContext) {
        if !self.isDone {
            self.connection.ended()
        }
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        switch event {
        case TLSUserEvent.handshakeCompleted(let negotiatedProtocol):
            self.isDone = true
            do {
                try self.negotiated(negotiatedProtocol)
                context.pipeline.syncOperations.removeHandler(context: context, promise: nil)
            } catch {
                context.close(promise: nil)
            }
        case ChannelEvent.inputClosed where !self.isDone:
            context.close(promise: nil)
        default:
            context.fireUserInboundEventTriggered(event)
        }
    }
}
