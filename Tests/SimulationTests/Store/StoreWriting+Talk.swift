// SPDX-License-Identifier: Apache-2.0

import MartletStore
import MartletWire

/// What people do, as calls do it: what is stored and what is told in one transaction.
extension StoreWriting {
    func say(_ body: String, in channel: ChannelID, of workspace: WorkspaceID, by user: UserID) throws -> Message {
        var message = Message(id: 0, channelID: channel, userID: user, body: body, createdAt: self.now)
        let seq = try self.append(to: .channel(channel), memberships: [], redacting: []) { seq in
            message.id = MessageID(rawValue: seq)
            return MessageCreated(message: message)
        }
        try self.insert(StoredMessage(message, bodySeq: seq), in: workspace, key: nil)
        return message
    }

    func takeBack(_ message: Message, of workspace: WorkspaceID) throws {
        let seq = message.id.rawValue
        try self.append(to: .channel(message.channelID), memberships: [], redacting: [seq]) { _ in
            MessageDeleted(messageID: message.id, channelID: message.channelID)
        }
        try self.empty(StoredMessage(message, bodySeq: seq), in: workspace)
    }
}
