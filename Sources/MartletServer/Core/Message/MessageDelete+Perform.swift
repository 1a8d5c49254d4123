// SPDX-License-Identifier: Apache-2.0

package import MartletStore
package import MartletWire

extension MessageDelete: Mutation {
    /// Leaves a marker without text, and nothing that points at it.
    package func perform(in transaction: any StoreWriting, for caller: Caller) throws -> MessageDeleted {
        let stored = try transaction.changeableMessage(self.messageID, for: caller.userID)
        let message = stored.message
        guard let channel = try transaction.channel(message.channelID) else { throw RPCError.notFound("message") }
        let deleted = MessageDeleted(messageID: message.id, channelID: message.channelID)
        try transaction.append(to: .channel(channel.id), memberships: [], redacting: [stored.bodySeq]) { _ in deleted }
        try transaction.empty(stored, in: channel.workspaceID)
        try transaction.redactReplies(carrying: message.id)
        try transaction.removeMentions(in: message.id, of: nil)
        try transaction.removeNotifications(about: message.id, of: nil)
        try transaction.removeReferences(from: .message(message.id))
        return deleted
    }
}
