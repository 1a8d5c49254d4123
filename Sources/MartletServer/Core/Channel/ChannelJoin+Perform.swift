// SPDX-License-Identifier: Apache-2.0

import MartletRules
package import MartletStore
package import MartletWire

extension ChannelJoin: Mutation {
    package func perform(in transaction: any StoreWriting, for caller: Caller) throws -> Channel {
        let channel = try transaction.channel(self.channelID, allowing: .join, to: caller.userID)
        guard channel.isMember != true else { return channel }
        return try transaction.join(caller.userID, to: channel)
    }
}
