// SPDX-License-Identifier: Apache-2.0

package import MartletStore
package import MartletWire

extension MediaDelete: Mutation {
    /// Messages go on naming the upload, but nobody can read it any more.
    package func perform(in transaction: any StoreWriting, for caller: Caller) throws -> Empty {
        guard let media = try transaction.media(self.mediaID)?.media else { throw RPCError.notFound("media") }
        guard caller.isOperator || media.uploaderID == caller.userID else {
            guard try transaction.mayRead(media.id, caller.userID) else { throw RPCError.notFound("media") }
            throw RPCError.forbidden("only who uploaded it and operators may do this")
        }
        try transaction.removeMedia(media.id)
        return Empty()
    }
}
