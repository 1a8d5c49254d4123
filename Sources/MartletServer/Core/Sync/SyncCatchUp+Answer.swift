// SPDX-License-Identifier: Apache-2.0

import MartletRules
import MartletStore
package import MartletWire

extension SyncCatchUp: Request {
    package func answer(by core: Core, for caller: Caller) async throws -> Result {
        let limits = core.settings.limits
        return try await core.store.read { try self.answer(from: $0, for: caller, within: limits) }
    }

    /// One page, which is one snapshot.
    private func answer(from snapshot: any StoreReading, for caller: Caller, within limits: Limits) throws -> Result {
        let page = (self.page ?? 1) - 1
        guard let user = try snapshot.user(caller.userID) else { throw RPCError.notFound("person") }
        let channels = try snapshot.channelPage(
            of: user.id,
            skipping: page * limits.catchUpPage,
            limit: limits.catchUpPage
        )
        var result = Result(
            epoch: try snapshot.epoch(),
            seq: try snapshot.head(),
            user: user,
            workspaces: [],
            channels: try channels.channels.compactMap { try snapshot.catchUp(on: $0, for: user.id) },
            presence: [],
            huddles: [],
            mentions: [],
            notifications: [],
            hasMore: channels.hasMore
        )
        guard page == 0 else { return result }
        result.workspaces = try snapshot.workspaces(of: user.id, after: nil, limit: .max)
        result.presence = try snapshot.presence(around: result.workspaces, atMost: limits.presenceEntries)
        result.huddles = try snapshot.activeHuddles(of: user.id, in: .everywhere)
        result.mentions = try snapshot.mentions(of: user.id, unseenOnly: true, MessageRange(limit: limits.page))
        result.notifications = try snapshot.notifications(
            of: user.id,
            unreadOnly: true,
            after: nil,
            before: nil,
            limit: limits.page
        )
        return result
    }
}

extension StoreReading {
    fileprivate func catchUp(on channel: Channel, for user: UserID) throws -> CatchUpChannel? {
        guard let count = try self.unread(by: user, in: channel.id) else { return nil }
        return CatchUpChannel(
            channel: channel,
            lastMessage: try self.lastMessage(in: channel.id)?.preview,
            unread: count.unread,
            mentions: count.mentions,
            lastReadMessage: count.lastReadMessage,
            isCapped: count.isCapped
        )
    }

    /// Whoever is online or says something of themselves, in workspaces in which everyone hears of everyone.
    ///
    /// All others are offline and silent; of large workspaces nobody is named: see `presence.watch`.
    fileprivate func presence(around workspaces: [Workspace], atMost limit: Int) throws -> [PresenceEntry] {
        var found: [UserID: PresenceEntry] = [:]
        for workspace in workspaces where workspace.memberCount <= limit {
            for entry in try self.noteworthyPresence(in: workspace.id) { found[entry.userID] = entry }
        }
        return found.values.sorted { $0.userID < $1.userID }
    }
}

extension Message {
    /// As much of a message as a list of channels shows: its text cut to 256 bytes, its reactions only counted.
    var preview: Message {
        var message = self
        message.body = self.body.cut(toBytes: 256)
        for index in message.reactions.indices { message.reactions[index].userIDs = [] }
        return message
    }
}
