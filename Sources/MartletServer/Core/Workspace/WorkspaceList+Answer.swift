// SPDX-License-Identifier: Apache-2.0

import MartletRules
package import MartletStore
package import MartletWire

extension WorkspaceList: Query {
    package func answer(from snapshot: any StoreReading, for caller: Caller) throws -> Result {
        let limit = self.limit ?? snapshot.limits.defaultPage
        let found = try snapshot.workspaces(of: caller.userID, after: self.sinceID, limit: limit + 1)
        return Result(workspaces: Array(found.prefix(limit)), hasMore: found.count > limit)
    }
}
