// SPDX-License-Identifier: Apache-2.0

package import MartletStore
package import MartletWire

extension HuddleStart: Mutation {
    package func perform(in transaction: any StoreWriting, for caller: Caller) throws -> Huddle {
        let seat = try transaction.seat(for: caller.userID, in: self.channelID)
        if let huddle = try transaction.activeHuddle(in: seat.channel) {
            return try transaction.enter(huddle, caller.userID)
        }
        let huddle = try transaction.addHuddle(in: seat.channel, by: caller.userID)
        try transaction.append(
            to: .channel(seat.channel),
            HuddleStarted(roomID: huddle.roomID, channelID: seat.channel, userID: caller.userID)
        )
        return try transaction.enter(huddle, caller.userID)
    }
}
