// SPDX-License-Identifier: Apache-2.0

import MartletRules
package import MartletStore
package import MartletWire

extension MessageList: Query {
    package func answer(from snapshot: any StoreReading, for caller: Caller) throws -> MessagePage {
        let channel = try snapshot.channel(self.channelID, allowing: .read, to: caller.userID)
        return try snapshot.messages(
            in: channel.id,
            topLevelOnly: self.topLevelOnly ?? false,
            MessageRange(since: self.sinceID, before: self.beforeID, limit: self.limit, within: snapshot.limits)
        )
    }
}

extension MessageThread: Query {
    /// The answers to a deleted message can still be read.
    package func answer(from snapshot: any StoreReading, for caller: Caller) throws -> MessagePage {
        let thread = try snapshot.visibleMessage(self.threadID, allowing: .read, to: caller.userID).message
        guard thread.threadID == nil else {
            throw RPCError.invalid("thread_id", "must be a top-level message, not an answer")
        }
        return try snapshot.answers(
            to: thread.id,
            MessageRange(since: self.sinceID, before: self.beforeID, limit: self.limit, within: snapshot.limits)
        )
    }
}

extension MessageListPins: Query {
    package func answer(from snapshot: any StoreReading, for caller: Caller) throws -> MessagePage {
        let channel = try snapshot.channel(self.channelID, allowing: .read, to: caller.userID)
        return try snapshot.pins(
            in: channel.id,
            MessageRange(since: self.sinceID ?? 0, limit: self.limit, within: snapshot.limits)
        )
    }
}

extension MessageGet: Query {
    /// A deleted message is a marker without text.
    package func answer(from snapshot: any StoreReading, for caller: Caller) throws -> Message {
        try snapshot.visibleMessage(self.messageID, allowing: .read, to: caller.userID).message
    }
}
