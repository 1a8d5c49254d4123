// SPDX-License-Identifier: Apache-2.0

import MartletRules
package import MartletStore
package import MartletWire

extension PresenceList: Query {
    package func answer(from snapshot: any StoreReading, for caller: Caller) throws -> Result {
        let limit = self.limit ?? snapshot.limits.presenceEntries
        let workspace = try snapshot.workspace(self.workspaceID, allowing: .read, to: caller.userID)
        let found = try snapshot.presence(in: workspace.id, after: self.sinceID, limit: limit + 1)
        return Result(presence: Array(found.prefix(limit)), hasMore: found.count > limit)
    }
}
