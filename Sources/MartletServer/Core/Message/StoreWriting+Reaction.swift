// SPDX-License-Identifier: Apache-2.0

import MartletRules
import MartletStore
import MartletWire

/// What becomes of one person's reaction.
enum ReactionChange {
    case add
    case remove
    case toggle
}

extension StoreWriting {
    /// Changes a reaction, and tells the channel all reactions as they are after it (R3-5); no change tells nobody.
    func react(
        _ change: ReactionChange,
        _ emoji: String,
        to id: MessageID,
        for caller: Caller
    ) throws -> MessageReacted {
        let message = try self.message(id, allowing: .write, to: caller.userID).message
        let user = caller.userID
        let hasChanged =
            switch change {
            case .add:
                try self.addReaction(emoji, of: user, to: id)
            case .remove:
                try self.removeReaction(emoji, of: user, from: id)
            case .toggle:
                try self.removeReaction(emoji, of: user, from: id) || self.addReaction(emoji, of: user, to: id)
            }
        guard hasChanged else {
            return MessageReacted(messageID: id, channelID: message.channelID, reactions: message.reactions)
        }
        let reactions = try self.refreshReactions(of: id, naming: self.limits.reactionUsers)
        guard reactions.count <= self.limits.reactions else {
            throw RPCError(
                .conflict,
                "a message has at most \(self.limits.reactions) different emoji",
                data: RPCError.Detail(field: "emoji", limit: Int64(self.limits.reactions))
            )
        }
        let reacted = MessageReacted(messageID: id, channelID: message.channelID, reactions: reactions)
        try self.append(to: .channel(message.channelID), reacted)
        return reacted
    }
}
