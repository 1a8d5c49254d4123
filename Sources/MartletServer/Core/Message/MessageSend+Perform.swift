// SPDX-License-Identifier: Apache-2.0

import MartletRules
package import MartletStore
package import MartletWire

extension MessageSend: Mutation {
    /// The key is kept with the message, for ever.
    package static var remembersItself: Bool { true }

    package func perform(in transaction: any StoreWriting, for caller: Caller) throws -> Message {
        let hash = try self.idempotencyKey.map { _ in try self.paramsHash() }
        if let key = self.idempotencyKey, let hash,
            let sent = try transaction.message(sentBy: caller.userID, under: key)
        {
            switch IdempotencyDecision(
                stored: IdempotencyDecision.Stored(digest: sent.paramsHash ?? [], reply: sent.message),
                digest: hash
            ) {
            case .conflict: throw RPCError.keyReused
            case .replay(let message): return message
            case .first: break
            }
        }
        let seat = try transaction.seat(for: caller.userID, in: self.channelID)
        let thread = try self.threadID.map { try self.thread($0, in: transaction) }
        let attachments = try transaction.attachable(self.attachments ?? [], by: caller.userID)
        var message = Message(
            id: 0,
            channelID: self.channelID,
            userID: caller.userID,
            body: self.body,
            threadID: self.threadID,
            attachments: attachments,
            createdAt: transaction.now
        )
        let seq = try transaction.append(to: .channel(self.channelID), memberships: [], redacting: []) { seq in
            message.id = MessageID(rawValue: seq)
            return MessageCreated(message: message)
        }
        try transaction.insert(
            StoredMessage(message, bodySeq: seq, paramsHash: hash),
            in: seat.workspace,
            key: self.idempotencyKey
        )
        if !attachments.isEmpty { try transaction.refer(to: attachments, from: .message(message.id), in: seat.channel) }
        try transaction.notify(of: message, answering: thread, in: seat)
        return message
    }

    /// The message to answer: one at the top of the same channel.
    private func thread(_ id: MessageID, in transaction: any StoreWriting) throws -> Message {
        guard let thread = try transaction.message(id)?.message, thread.channelID == self.channelID,
            thread.deletedAt == nil
        else {
            throw RPCError(.notFound, "no such message in the channel", data: RPCError.Detail(field: "thread_id"))
        }
        guard thread.threadID == nil else {
            throw RPCError.invalid("thread_id", "must be a top-level message, not an answer")
        }
        return thread
    }
}
