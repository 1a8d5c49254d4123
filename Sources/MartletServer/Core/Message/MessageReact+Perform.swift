// SPDX-License-Identifier: Apache-2.0

package import MartletStore
package import MartletWire

extension MessageReact: Mutation {
    package func perform(in transaction: any StoreWriting, for caller: Caller) throws -> MessageReacted {
        try transaction.react(.add, self.emoji, to: self.messageID, for: caller)
    }
}

extension MessageUnreact: Mutation {
    package func perform(in transaction: any StoreWriting, for caller: Caller) throws -> MessageReacted {
        try transaction.react(.remove, self.emoji, to: self.messageID, for: caller)
    }
}

extension MessageToggleReact: Mutation {
    package func perform(in transaction: any StoreWriting, for caller: Caller) throws -> MessageReacted {
        try transaction.react(.toggle, self.emoji, to: self.messageID, for: caller)
    }
}
