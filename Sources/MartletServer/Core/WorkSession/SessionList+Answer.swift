// SPDX-License-Identifier: Apache-2.0

package import MartletStore
package import MartletWire

extension SessionList: Query {
    package func answer(from snapshot: any StoreReading, for caller: Caller) throws -> Result {
        let limit = self.limit ?? snapshot.limits.defaultPage
        let sessions = try snapshot.workSessions(
            WorkSessionSelection(
                of: snapshot.workingPeople(in: self.workspaceID, seenBy: caller.userID),
                status: self.status,
                since: self.since,
                before: self.beforeID,
                limit: limit + 1
            )
        )
        return Result(sessions: Array(sessions.prefix(limit)), hasMore: sessions.count > limit)
    }
}
