// SPDX-License-Identifier: Apache-2.0

import MartletRules
package import MartletStore
package import MartletWire

extension UserList: Query {
    package func answer(from snapshot: any StoreReading, for caller: Caller) throws -> Result {
        let limit = self.limit ?? snapshot.limits.defaultPage
        let users: [User]
        if let workspace = self.workspaceID {
            _ = try snapshot.workspace(workspace, allowing: .read, to: caller.userID)
            users = try snapshot.users(in: workspace, after: self.sinceID, limit: limit + 1)
        } else if caller.isOperator {
            users = try snapshot.users(after: self.sinceID, limit: limit + 1)
        } else {
            users = try snapshot.users(around: caller.userID, after: self.sinceID, limit: limit + 1)
        }
        return Result(users: Array(users.prefix(limit)), hasMore: users.count > limit)
    }
}
