// SPDX-License-Identifier: Apache-2.0

package import MartletWire

/// What a socket brings: frames, then its end.
package enum SocketEvent: Sendable {
    /// The server said something.
    case frame(ServerFrame)
    /// The server answered a probe.
    case pong
    /// The socket ended, with the server's code or, without one, ``/MartletWire/CloseCode/lost``; always the last.
    case closed(CloseCode, reason: String)
}
