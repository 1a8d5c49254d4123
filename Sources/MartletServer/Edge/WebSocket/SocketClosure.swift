// SPDX-License-Identifier: Apache-2.0

import MartletWire

/// How a WebSocket ended.
package enum SocketClosure: Equatable, Sendable {
    /// The peer closed, with this code if it gave one (none is what an API would call 1005).
    case byPeer(code: UInt16?)
    /// The delegate closed with this code; the peer has answered, has gone, or has used up its time.
    case byServer(code: UInt16)
    /// The peer broke the protocol and was sent this code: 1002, 1007 or 1009.
    case violation(code: UInt16)
    /// The connection ended without a close frame (what an API would call 1006).
    case lost
}

extension SocketClosure {
    /// The close code, as an API would report it.
    var code: CloseCode {
        switch self {
        case .byPeer(let code): code.map { CloseCode(rawValue: $0) } ?? .noStatus
        case .byServer(let code), .violation(let code): CloseCode(rawValue: code)
        case .lost: .lost
        }
    }
}
