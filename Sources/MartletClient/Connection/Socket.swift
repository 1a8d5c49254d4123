// SPDX-License-Identifier: Apache-2.0

import MartletWire
import NIOCore

/// One WebSocket to the server, from its upgrade to its end.
struct Socket: Sendable {
    private let channel: any NIOCore.Channel
    private let inflow: Inflow

    init(channel: any NIOCore.Channel, inflow: Inflow) {
        self.channel = channel
        self.inflow = inflow
    }

    /// What the server says; may be iterated once.
    var events: AsyncStream<SocketEvent> { self.inflow.events }

    /// Notes that one of ``events`` was handled.
    func handled() {
        if self.inflow.handled() { self.channel.read() }
    }

    /// Says something; what cannot be sent is lost, and the end of the socket tells.
    func send(_ frame: ClientFrame) {
        self.channel.writeAndFlush(frame, promise: nil)
    }

    /// Says goodbye and waits, briefly, until the server has heard it.
    func leave(with code: CloseCode = .normal) async {
        self.channel.triggerUserOutboundEvent(SocketHandler.Leave(code: code), promise: nil)
        try? await self.channel.closeFuture.get()
    }

    /// Drops the socket as it is.
    func abort() {
        self.channel.close(promise: nil)
    }
}
