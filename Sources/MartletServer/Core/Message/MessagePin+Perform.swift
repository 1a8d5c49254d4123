// SPDX-License-Identifier: Apache-2.0

import MartletRules
package import MartletStore
package import MartletWire

extension MessagePin: Mutation {
    package func perform(in transaction: any StoreWriting, for caller: Caller) throws -> MessagePinUpdated {
        try transaction.setPin(true, on: self.messageID, for: caller)
    }
}

extension MessageUnpin: Mutation {
    package func perform(in transaction: any StoreWriting, for caller: Caller) throws -> MessagePinUpdated {
        try transaction.setPin(false, on: self.messageID, for: caller)
    }
}

extension StoreWriting {
    /// Pins a message or takes it off, and tells the channel; no change tells nobody.
    fileprivate func setPin(_ isPinned: Bool, on id: MessageID, for caller: Caller) throws -> MessagePinUpdated {
        let message = try self.message(id, allowing: .write, to: caller.userID).message
        let updated = MessagePinUpdated(messageID: id, channelID: message.channelID, isPinned: isPinned)
        guard message.isPinned != isPinned else { return updated }
        try self.setPinned(isPinned, id)
        try self.append(to: .channel(message.channelID), updated)
        return updated
    }
}
