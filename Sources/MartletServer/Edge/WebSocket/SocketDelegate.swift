// SPDX-License-Identifier: Apache-2.0

package import NIOCore

/// What a WebSocket's owner hears about it.
///
/// Every call comes on the socket's event loop and must return at once; the delegate is confined to that loop and
/// need not be `Sendable`. A write can fill the buffer, so `writabilityChanged` may arrive *inside* a call to
/// ``WebSocketHandler/write(_:)``.
package protocol SocketDelegate: AnyObject {
    /// The first call: the handshake has been answered, and what is written from here on follows it.
    ///
    /// The answer itself leaves with the first flush, in one piece with what is written until then: a delegate that
    /// has nothing to say soon flushes at once.
    func opened(_ socket: WebSocketHandler)

    /// Bytes have arrived, whatever they hold: the peer lives. Called once a read, before its messages.
    func heardFromPeer()

    /// A whole text message of valid UTF-8, unmasked, of its own storage, no longer than the socket's limit.
    func received(text: ByteBuffer)

    /// A whole binary message, of its own storage, no longer than the socket's limit.
    func received(binary: ByteBuffer)

    /// The outgoing buffer has passed its high watermark (`false`) or has drained below the low one (`true`).
    func writabilityChanged(isWritable: Bool)

    /// The listener is shutting down: nothing is closed until the delegate does it.
    func quiescing()

    /// The last call, made once: no message follows, nothing more can be written, and the socket has let go.
    func closed(_ closure: SocketClosure)
}

extension SocketDelegate {
    package func heardFromPeer() {}
    package func writabilityChanged(isWritable: Bool) {}
}
