// SPDX-License-Identifier: Apache-2.0

package import MartletStore
package import MartletWire

extension HuddleLeave: Mutation {
    /// Leaving again changes nothing.
    package func perform(in transaction: any StoreWriting, for caller: Caller) throws -> Huddle {
        let huddle = try transaction.huddle(self.roomID, for: caller.userID)
        guard huddle.endedAt == nil else { return huddle }
        return try transaction.depart(huddle, [caller.userID])
    }

    package func committed(_ result: Huddle, in core: Core, for caller: Caller) {
        if result.endedAt == nil {
            core.disconnect(caller.userID, from: result.roomID)
        } else {
            core.close([result.roomID])
        }
    }
}
