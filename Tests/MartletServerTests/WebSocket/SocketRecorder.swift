// SPDX-License-Identifier: Apache-2.0

import NIOCore

@testable import MartletServer

/// A delegate that notes what it hears, and may act on text.
final class SocketRecorder: SocketDelegate {
    enum Call: Equatable {
        case opened
        case text(String)
        case binary([UInt8])
        case writable(Bool)
        case quiescing
        case closed(SocketClosure)
    }

    private(set) var calls: [Call] = []
    private(set) var reads = 0
    private(set) weak var socket: WebSocketHandler?
    var whenText: (WebSocketHandler) -> Void = { _ in }

    func opened(_ socket: WebSocketHandler) {
        self.socket = socket
        self.calls.append(.opened)
    }

    func heardFromPeer() {
        self.reads += 1
    }

    func received(text: ByteBuffer) {
        self.calls.append(.text(String(buffer: text)))
        if let socket = self.socket { self.whenText(socket) }
    }

    func received(binary: ByteBuffer) {
        self.calls.append(.binary(Array(binary.readableBytesView)))
    }

    func writabilityChanged(isWritable: Bool) {
        self.calls.append(.writable(isWritable))
    }

    func quiescing() {
        self.calls.append(.quiescing)
    }

    func closed(_ closure: SocketClosure) {
        self.calls.append(.closed(closure))
    }
}
