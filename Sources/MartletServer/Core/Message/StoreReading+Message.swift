// SPDX-License-Identifier: Apache-2.0

import MartletRules
import MartletStore
import MartletWire

extension StoreReading {
    /// A person's place in a channel in which they want to say something.
    ///
    /// - Throws: ``RPCError``: the first reason against it.
    func seat(for user: UserID, in channel: ChannelID) throws -> ChannelSeat {
        if let seat = try self.seat(of: user, in: channel) { return seat }
        _ = try self.channel(channel, allowing: .write, to: user)
        throw RPCError.forbidden("only members of the channel may do this")
    }

    /// A message that was not deleted, in a channel where a person may do something.
    ///
    /// - Throws: ``RPCError`` `notFound` in the same words for a message that never was and for one that is hidden.
    func message(_ id: MessageID, allowing act: ChannelAct, to user: UserID) throws -> StoredMessage {
        let stored = try self.visibleMessage(id, allowing: act, to: user)
        guard stored.message.deletedAt == nil else { throw RPCError.notFound("message") }
        return stored
    }

    /// The same for any message, deleted ones included.
    func visibleMessage(_ id: MessageID, allowing act: ChannelAct, to user: UserID) throws -> StoredMessage {
        guard let stored = try self.message(id) else { throw RPCError.notFound("message") }
        do {
            _ = try self.channel(stored.message.channelID, allowing: act, to: user)
            return stored
        } catch let error as RPCError where error.code == .notFound {
            throw RPCError.notFound("message")
        }
    }

    /// A message that a person may change: their own, or anyone's for who answers for the workspace.
    func changeableMessage(_ id: MessageID, for user: UserID) throws -> StoredMessage {
        let stored = try self.message(id, allowing: .read, to: user)
        let act: ChannelAct = stored.message.userID == user ? .write : .moderate
        if try self.channel(stored.message.channelID, seenBy: user)?.standing.verdict(on: act) == .notTheirs {
            throw RPCError.forbidden("only its author, and the workspace's owner and admins, may do this")
        }
        _ = try self.channel(stored.message.channelID, allowing: act, to: user)
        return stored
    }
}

extension MessageRange {
    /// The range that a call asks for.
    init(since: MessageID? = nil, before: MessageID? = nil, limit: Int?, within limits: Limits) {
        self.init(after: since, before: before, limit: limit ?? limits.defaultPage)
    }
}
