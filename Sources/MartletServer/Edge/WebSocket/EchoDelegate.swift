// SPDX-License-Identifier: Apache-2.0

package import NIOCore

/// Sends every message back as it came: the WebSocket layer alone, for conformance suites.
///
/// A message that came in fragments goes back in one piece. A peer that does not read is not read from.
package final class EchoDelegate: SocketDelegate {
    /// The longest message it takes, in bytes.
    package static let maximumMessageSize = 16 * 1024 * 1024

    private var socket: WebSocketHandler?

    package init() {}

    package func opened(_ socket: WebSocketHandler) {
        self.socket = socket
        socket.flush()
    }

    package func received(text: ByteBuffer) {
        self.echo(ServerFrameWriter.text(text))
    }

    package func received(binary: ByteBuffer) {
        self.echo(ServerFrameWriter.binary(binary))
    }

    package func writabilityChanged(isWritable: Bool) {
        self.socket?.setReading(isWritable)
    }

    package func quiescing() {
        self.socket?.close(code: 1001, reason: "the server is shutting down")
    }

    package func closed(_ closure: SocketClosure) {
        self.socket = nil
    }

    private func echo(_ frame: ByteBuffer) {
        self.socket?.write(frame)
        self.socket?.flushAfterRead()
    }
}
