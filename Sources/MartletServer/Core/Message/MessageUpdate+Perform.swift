// SPDX-License-Identifier: Apache-2.0

package import MartletStore
package import MartletWire

extension MessageUpdate: Mutation {
    package static func carriedMessage(in result: Message) -> MessageID? { result.id }

    /// Takes the old text out of the log, of stored replies and of the index; the same text again changes nothing.
    package func perform(in transaction: any StoreWriting, for caller: Caller) throws -> Message {
        let stored = try transaction.changeableMessage(self.messageID, for: caller.userID)
        var message = stored.message
        guard !self.body.isEmpty || !message.attachments.isEmpty else {
            throw RPCError.invalid("body", "may be empty only with an attachment")
        }
        guard self.body != message.body else { return message }
        message.body = self.body
        message.editedAt = transaction.now
        guard let channel = try transaction.channel(message.channelID) else { throw RPCError.notFound("message") }
        let seq = try transaction.append(
            to: .channel(message.channelID),
            memberships: [],
            redacting: [stored.bodySeq]
        ) { _ in MessageUpdated(message: message) }
        try transaction.replaceBody(of: stored, in: channel.workspaceID, with: self.body, at: seq)
        try transaction.redactReplies(carrying: message.id)
        try transaction.notifyAgain(of: message, in: channel.workspaceID)
        return message
    }
}
