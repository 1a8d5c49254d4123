// SPDX-License-Identifier: Apache-2.0

import NIOCore

/// Closes the socket as soon as it is open: a refusal that the code at the other end can read.
final class ClosingDelegate: SocketDelegate {
    private let code: UInt16
    private let reason: String

    init(code: UInt16, reason: String) {
        self.code = code
        self.reason = reason
    }

    func opened(_ socket: WebSocketHandler) {
        socket.close(code: self.code, reason: self.reason)
    }

    func received(text: ByteBuffer) {}
    func received(binary: ByteBuffer) {}
    func quiescing() {}
    func closed(_ closure: SocketClosure) {}
}
