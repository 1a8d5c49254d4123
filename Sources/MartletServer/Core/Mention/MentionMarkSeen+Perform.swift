// SPDX-License-Identifier: Apache-2.0

import MartletRules
package import MartletStore
package import MartletWire

extension MentionMarkSeen: Mutation {
    package func perform(in transaction: any StoreWriting, for caller: Caller) throws -> Result {
        let channel = try self.channelID.map { id in
            try transaction.channel(id, allowing: .read, to: caller.userID).id
        }
        try transaction.markMentionsSeen(of: caller.userID, upTo: self.upToID, in: channel)
        return Result(unseen: try transaction.unseenMentions(of: caller.userID))
    }
}
