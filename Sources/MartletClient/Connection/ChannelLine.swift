// SPDX-License-Identifier: Apache-2.0

import MartletWire
import NIOCore

/// A WebSocket on a channel of the network.
struct ChannelLine: SocketLine {
    let channel: any NIOCore.Channel

    func read() {
        self.channel.read()
    }

    func send(_ frame: ClientFrame) {
        self.channel.writeAndFlush(frame, promise: nil)
    }

    func probe() {
        self.channel.triggerUserOutboundEvent(SocketHandler.Probe(), promise: nil)
    }

    func leave(with code: CloseCode) async {
        self.channel.triggerUserOutboundEvent(SocketHandler.Leave(code: code), promise: nil)
        try? await self.channel.closeFuture.get()
    }

    func abort() {
        self.channel.close(promise: nil)
    }
}
