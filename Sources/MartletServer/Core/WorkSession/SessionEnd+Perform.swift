// SPDX-License-Identifier: Apache-2.0

import MartletRules
package import MartletStore
package import MartletWire

extension SessionEnd: Mutation {
    /// Ending again answers the session as it ended, whatever is said this time.
    package func perform(in transaction: any StoreWriting, for caller: Caller) throws -> WorkSession {
        let session = try transaction.workSession(self.id, self.localID, of: caller.userID)
        let end = WorkEnd(
            of: session.startedAt,
            endedAt: self.endedAt,
            duration: self.duration,
            reason: self.reason ?? .ended,
            at: transaction.now
        )
        return try transaction.end(session, with: end)
    }
}
