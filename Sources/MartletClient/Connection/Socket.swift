// SPDX-License-Identifier: Apache-2.0

import MartletWire

/// One WebSocket to the server, from its upgrade to its end.
package struct Socket: Sendable {
    private let line: any SocketLine
    private let inflow: Inflow

    package init(_ line: any SocketLine, inflow: Inflow) {
        self.line = line
        self.inflow = inflow
    }

    /// What the server says; may be iterated once.
    var events: AsyncStream<SocketEvent> { self.inflow.events }

    /// Notes that one of ``events`` was handled.
    func handled() {
        if self.inflow.handled() { self.line.read() }
    }

    /// Says something; what cannot be sent is lost, and the end of the socket tells.
    func send(_ frame: ClientFrame) {
        self.line.send(frame)
    }

    /// Says goodbye and waits, briefly, until the server has heard it.
    func leave(with code: CloseCode = .normal) async {
        await self.line.leave(with: code)
    }

    /// Asks the server for a sign of life, which comes as ``SocketEvent/pong``.
    func probe() {
        self.line.probe()
    }

    /// Drops the socket as it is.
    func abort() {
        self.line.abort()
    }
}
