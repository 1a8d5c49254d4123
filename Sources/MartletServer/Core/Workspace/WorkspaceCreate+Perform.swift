// SPDX-License-Identifier: Apache-2.0

import MartletRules
package import MartletStore
package import MartletWire

extension WorkspaceCreate: Mutation {
    package func perform(in transaction: any StoreWriting, for caller: Caller) throws -> Workspace {
        let workspace = try transaction.addWorkspace(name: self.name.normalized, owner: caller.userID)
        return try transaction.admit(caller.userID, to: workspace, as: .owner)
    }
}
