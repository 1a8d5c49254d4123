// SPDX-License-Identifier: Apache-2.0

import MartletRules
package import MartletStore
package import MartletWire

extension WorkspaceDelete: Mutation {
    package func perform(in transaction: any StoreWriting, for caller: Caller) throws -> Empty {
        let workspace = try transaction.workspace(self.workspaceID, allowing: .delete, to: caller.userID)
        let channels = try transaction.channelIDs(in: workspace.id)
        let keys = channels.map(AudienceKey.channel) + [.workspace(workspace.id)]
        try transaction.end(
            keys.map { MembershipChange(.end, user: nil, key: $0) },
            telling: .workspace(workspace.id),
            WorkspaceRemoved(workspaceID: workspace.id)
        )
        try transaction.deleteWorkspace(workspace.id)
        return Empty()
    }
}
