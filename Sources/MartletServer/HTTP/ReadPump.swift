// SPDX-License-Identifier: Apache-2.0

import NIOCore

/// Reads on for a socket whose connection has served requests before.
///
/// The router's handlers are still at the pipeline's end there, finished, and NIO's own calls to read end in them.
final class ReadPump: ChannelInboundHandler {
    typealias InboundIn = Any

    func handlerAdded(context: ChannelHandlerContext) {
        context.read()
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        context.fireChannelReadComplete()
        if let isReading = try? context.channel.syncOptions?.getOption(.autoRead), isReading {
            context.read()
        }
    }
}
