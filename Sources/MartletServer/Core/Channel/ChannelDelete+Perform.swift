// SPDX-License-Identifier: Apache-2.0

import MartletRules
package import MartletStore
package import MartletWire

extension ChannelDelete: Mutation {
    package func perform(in transaction: any StoreWriting, for caller: Caller) throws -> Channel {
        var channel = try transaction.channel(self.channelID, allowing: .archive, to: caller.userID)
        guard channel.archivedAt == nil else { return channel }
        try transaction.archiveChannel(channel.id)
        try transaction.end(
            [MembershipChange(.end, user: nil, key: .channel(channel.id))],
            telling: .channel(channel.id),
            ChannelRemoved(channelID: channel.id)
        )
        channel.archivedAt = transaction.now
        channel.memberCount = 0
        channel.isMember = false
        return channel
    }
}
