// SPDX-License-Identifier: Apache-2.0

import MartletRules
package import MartletStore
package import MartletWire

extension ChannelMembers: Query {
    package func answer(from snapshot: any StoreReading, for caller: Caller) throws -> Result {
        let limit = self.limit ?? snapshot.limits.defaultPage
        let channel = try snapshot.channel(self.channelID, allowing: .read, to: caller.userID)
        let found = try snapshot.members(of: .channel(channel.id), after: self.sinceID, limit: limit + 1)
        return Result(members: found.prefix(limit).map(ChannelMember.init), hasMore: found.count > limit)
    }
}
