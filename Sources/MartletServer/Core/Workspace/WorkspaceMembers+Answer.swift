// SPDX-License-Identifier: Apache-2.0

import MartletRules
package import MartletStore
package import MartletWire

extension WorkspaceMembers: Query {
    package func answer(from snapshot: any StoreReading, for caller: Caller) throws -> Result {
        let limit = self.limit ?? snapshot.limits.defaultPage
        let workspace = try snapshot.workspace(self.workspaceID, allowing: .read, to: caller.userID)
        let found = try snapshot.members(of: .workspace(workspace.id), after: self.sinceID, limit: limit + 1)
        return Result(members: found.prefix(limit).map(WorkspaceMember.init), hasMore: found.count > limit)
    }
}
