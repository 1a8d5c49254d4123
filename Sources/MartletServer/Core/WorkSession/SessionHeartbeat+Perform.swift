// SPDX-License-Identifier: Apache-2.0

package import MartletStore
package import MartletWire

extension SessionHeartbeat: Mutation {
    package func perform(in transaction: any StoreWriting, for caller: Caller) throws -> TrackedSession {
        let session = try transaction.workSession(self.id, self.localID, of: caller.userID)
        try transaction.noteSign(of: session.id, worked: self.duration.map { max(0, $0) })
        return try transaction.tracked(session)
    }
}
