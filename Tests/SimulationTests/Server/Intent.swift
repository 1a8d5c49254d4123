// SPDX-License-Identifier: Apache-2.0

import MartletWire

/// What a simulated call is meant to do; the server looks it up by the call's key instead of decoding parameters.
enum Intent: Hashable {
    case say(ChannelID, text: String)
    /// Takes back a message.
    case delete(Seq)
    case start(LocalID)
    case end(LocalID, seconds: Int64, at: Timestamp)
    /// The server fails over it, every time.
    case poison
    /// The server refuses it.
    case forbidden
}

extension Intent {
    var method: String {
        switch self {
        case .say: "message.send"
        case .delete: "message.delete"
        case .start: "session.start"
        case .end: "session.end"
        case .poison: "poison"
        case .forbidden: "forbidden"
        }
    }
}
