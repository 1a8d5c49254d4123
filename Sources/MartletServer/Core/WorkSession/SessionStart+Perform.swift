// SPDX-License-Identifier: Apache-2.0

import MartletRules
package import MartletStore
package import MartletWire

extension SessionStart: Mutation {
    /// Beginning again under the same local id only says that the session goes on.
    package func perform(in transaction: any StoreWriting, for caller: Caller) throws -> TrackedSession {
        var session = try self.session(in: transaction, of: caller.userID)
        if self.endedAt != nil || self.duration != nil {
            let end = WorkEnd(
                of: session.startedAt,
                endedAt: self.endedAt,
                duration: self.duration,
                reason: .ended,
                at: transaction.now
            )
            session = try transaction.end(session, with: end)
        }
        return try transaction.tracked(session)
    }

    private func session(in transaction: any StoreWriting, of user: UserID) throws -> WorkSession {
        if let known = try transaction.workSession(self.localID, of: user) {
            guard known.repositoryOwner == self.repositoryOwner, known.repositoryName == self.repositoryName,
                known.pullRequest == self.pullRequest
            else {
                throw RPCError(
                    .conflict,
                    "local_id names a session on another pull request",
                    data: RPCError.Detail(field: "local_id")
                )
            }
            try transaction.noteSign(of: known.id, worked: nil)
            return known
        }
        let session = try transaction.addWorkSession(
            WorkSession(
                id: 0,
                localID: self.localID,
                userID: user,
                repositoryOwner: self.repositoryOwner,
                repositoryName: self.repositoryName,
                pullRequest: self.pullRequest,
                startedAt: WorkEnd.start(self.startedAt, at: transaction.now)
            )
        )
        try transaction.append(to: transaction.audience(of: session), WorkSessionStarted(session: session))
        return session
    }
}
