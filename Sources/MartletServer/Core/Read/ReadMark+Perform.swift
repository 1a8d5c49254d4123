// SPDX-License-Identifier: Apache-2.0

package import MartletStore
package import MartletWire

extension ReadMark: Mutation {
    /// A place beyond the newest message means the newest: nothing that is yet to be said can be read already.
    package func perform(in transaction: any StoreWriting, for caller: Caller) throws -> ReadCursor {
        let user = caller.userID
        _ = try transaction.seat(for: user, in: self.channelID)
        let before = try transaction.readCursor(of: user, in: self.channelID) ?? 0
        let newest = try transaction.newestMessageID(in: self.channelID)
        let cursor = max(before, min(self.lastReadMessage, newest))
        guard cursor > before else { return ReadCursor(channelID: self.channelID, lastReadMessage: before) }
        try transaction.raiseReadCursor(of: user, in: self.channelID, to: cursor)
        try transaction.append(
            to: .user(user),
            ReadUpdated(userID: user, channelID: self.channelID, lastReadMessage: cursor)
        )
        return ReadCursor(channelID: self.channelID, lastReadMessage: cursor)
    }
}
