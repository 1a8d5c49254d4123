// SPDX-License-Identifier: Apache-2.0

import MartletRules
package import MartletStore
package import MartletWire

extension ChannelLeave: Mutation {
    package func perform(in transaction: any StoreWriting, for caller: Caller) throws -> Empty {
        let channel = try transaction.channel(self.channelID, allowing: .leave, to: caller.userID)
        if channel.isMember == true { try transaction.leave(caller.userID, from: channel.id) }
        return Empty()
    }
}
