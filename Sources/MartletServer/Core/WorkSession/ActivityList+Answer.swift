// SPDX-License-Identifier: Apache-2.0

package import MartletStore
package import MartletWire

extension ActivityList: Query {
    package func answer(from snapshot: any StoreReading, for caller: Caller) throws -> Result {
        let limit = self.limit ?? snapshot.limits.defaultPage
        let session = try snapshot.workSession(self.id, self.localID, seenBy: caller.userID)
        let activities = try snapshot.activities(of: session.userID, in: session.localID, limit: limit + 1)
        return Result(activities: Array(activities.prefix(limit)), hasMore: activities.count > limit)
    }
}
