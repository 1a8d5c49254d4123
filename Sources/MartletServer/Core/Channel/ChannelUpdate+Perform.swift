// SPDX-License-Identifier: Apache-2.0

import MartletRules
package import MartletStore
package import MartletWire

extension ChannelUpdate: Mutation {
    package func perform(in transaction: any StoreWriting, for caller: Caller) throws -> Channel {
        var channel = try transaction.channel(self.channelID, allowing: .update, to: caller.userID)
        let before = channel
        channel.name = self.name?.normalized ?? channel.name
        channel.topic = self.topic?.normalized ?? channel.topic
        guard channel != before else { return channel }
        try transaction.updateChannel(channel.id, name: channel.name, topic: channel.topic)
        try transaction.append(to: .channel(channel.id), ChannelUpdated(channel: channel.forMany))
        return channel
    }
}

extension Channel {
    /// The channel without what is one reader's own.
    var forMany: Channel {
        var channel = self
        channel.isMember = nil
        return channel
    }
}
