// SPDX-License-Identifier: Apache-2.0

import MartletWire

extension EventPayload {
    /// What happened, on one line.
    var summary: String {
        switch self {
        case .unknown(_, let data):
            return data.description
        case .known(let event):
            switch event {
            case let event as MessageCreated: return event.message.line
            case let event as MessageUpdated: return event.message.line
            case let event as Typing: return "channel \(event.channelID)  user \(event.userID) \(event.state.rawValue)s"
            case let event as PresenceUpdated:
                return event.users.map { "user \($0.userID) \($0.status.rawValue)" }.joined(separator: ", ")
            default: return (try? RawJSON(event).description) ?? ""
            }
        }
    }
}

extension Message {
    fileprivate var line: String {
        let thread = self.threadID.map { "  in thread \($0)" } ?? ""
        return "channel \(self.channelID)\(thread)  user \(self.userID): \(self.body)"
    }
}
