// SPDX-License-Identifier: Apache-2.0

import MartletRules
package import MartletStore
package import MartletWire

extension ChannelRemoveMember: Mutation {
    package func perform(in transaction: any StoreWriting, for caller: Caller) throws -> Empty {
        let isOneself = self.userID == caller.userID
        let channel = try transaction.channel(
            self.channelID,
            allowing: isOneself ? .leave : .removeMember,
            to: caller.userID
        )
        guard try transaction.membership(of: self.userID, in: .channel(channel.id)) != nil else {
            throw RPCError.notFound("member of the channel")
        }
        try transaction.leave(self.userID, from: channel.id)
        return Empty()
    }
}
