// SPDX-License-Identifier: Apache-2.0

package import MartletStore
package import MartletWire

extension ReadGet: Query {
    package func answer(from snapshot: any StoreReading, for caller: Caller) throws -> UnreadCount {
        _ = try snapshot.seat(for: caller.userID, in: self.channelID)
        guard let count = try snapshot.unread(by: caller.userID, in: self.channelID) else {
            throw RPCError.notFound("channel")
        }
        return count
    }
}

extension ReadUnreadCounts: Query {
    package func answer(from snapshot: any StoreReading, for caller: Caller) throws -> Result {
        Result(counts: try snapshot.unread(by: caller.userID))
    }
}
