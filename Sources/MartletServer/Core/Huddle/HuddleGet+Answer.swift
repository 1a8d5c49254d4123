// SPDX-License-Identifier: Apache-2.0

package import MartletStore
package import MartletWire

extension HuddleGet: Query {
    package func answer(from snapshot: any StoreReading, for caller: Caller) throws -> Huddle {
        try snapshot.huddle(self.roomID, for: caller.userID)
    }
}

extension StoreReading {
    /// A huddle of a channel that a person is in, over or not.
    ///
    /// - Throws: ``RPCError`` `notFound` in the same words for one that never was and one that is hidden.
    func huddle(_ room: RoomID, for user: UserID) throws -> Huddle {
        guard let huddle = try self.huddle(room), try self.seat(of: user, in: huddle.channelID) != nil else {
            throw RPCError.notFound("huddle")
        }
        return huddle
    }
}

extension RPCError {
    /// It cannot be entered any more.
    static let huddleOver = Self(.conflict, "the huddle is over")
}
