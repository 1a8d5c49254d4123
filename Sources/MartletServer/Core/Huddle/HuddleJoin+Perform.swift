// SPDX-License-Identifier: Apache-2.0

package import MartletStore
package import MartletWire

extension HuddleJoin: Mutation {
    package func perform(in transaction: any StoreWriting, for caller: Caller) throws -> Huddle {
        let huddle = try transaction.huddle(self.roomID, for: caller.userID)
        guard huddle.endedAt == nil else { throw RPCError.huddleOver }
        return try transaction.enter(huddle, caller.userID)
    }
}
