// SPDX-License-Identifier: Apache-2.0

import MartletWire

/// What a socket brings: frames, then its end.
enum SocketEvent: Sendable {
    /// The server said something.
    case frame(ServerFrame)
    /// The socket ended, with the server's code or, without one, ``/MartletWire/CloseCode/lost``; always the last.
    case closed(CloseCode, reason: String)
}
