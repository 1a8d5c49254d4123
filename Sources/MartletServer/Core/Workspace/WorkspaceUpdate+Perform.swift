// SPDX-License-Identifier: Apache-2.0

import MartletRules
package import MartletStore
package import MartletWire

extension WorkspaceUpdate: Mutation {
    package func perform(in transaction: any StoreWriting, for caller: Caller) throws -> Workspace {
        var workspace = try transaction.workspace(self.workspaceID, allowing: .rename, to: caller.userID)
        let name = self.name.normalized
        guard workspace.name != name else { return workspace }
        workspace.name = name
        try transaction.renameWorkspace(workspace.id, to: name)
        try transaction.append(to: .workspace(workspace.id), WorkspaceUpdated(workspace: workspace.forMany))
        return workspace
    }
}

extension Workspace {
    /// The workspace without what is one reader's own.
    var forMany: Workspace {
        var workspace = self
        workspace.role = nil
        return workspace
    }
}
