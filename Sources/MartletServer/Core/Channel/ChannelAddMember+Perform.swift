// SPDX-License-Identifier: Apache-2.0

import MartletRules
package import MartletStore
package import MartletWire

extension ChannelAddMember: Mutation {
    package func perform(in transaction: any StoreWriting, for caller: Caller) throws -> ChannelMember {
        let channel = try transaction.channel(self.channelID, allowing: .addMember, to: caller.userID)
        guard try transaction.role(of: self.userID, in: channel.workspaceID) != nil else {
            throw RPCError.invalid("user_id", "not in the channel's workspace")
        }
        if let member = try transaction.membership(of: self.userID, in: .channel(channel.id)) {
            return ChannelMember(member)
        }
        _ = try transaction.join(self.userID, to: channel)
        if self.userID != caller.userID {
            try transaction.notify(
                self.userID,
                .invitation,
                by: caller.userID,
                of: NotificationSubject(workspace: channel.workspaceID, channel: channel.id)
            )
        }
        return ChannelMember(userID: self.userID, joinedAt: transaction.now)
    }
}

extension ChannelMember {
    init(_ member: Member) {
        self.init(userID: member.user, joinedAt: member.joinedAt)
    }
}
