// SPDX-License-Identifier: Apache-2.0

package import MartletStore
package import MartletWire

extension MediaGet: Query {
    package func answer(from snapshot: any StoreReading, for caller: Caller) throws -> Media {
        try snapshot.readableMedia(self.mediaID, by: caller.userID).media
    }
}

extension StoreReading {
    /// An upload that a person may read.
    ///
    /// - Throws: ``RPCError`` `notFound` in the same words for one that never was and one that is hidden.
    package func readableMedia(_ id: MediaID, by user: UserID) throws -> StoredMedia {
        guard let stored = try self.media(id), try self.mayRead(id, user) else { throw RPCError.notFound("media") }
        return stored
    }
}
