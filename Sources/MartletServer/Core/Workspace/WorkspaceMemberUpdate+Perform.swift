// SPDX-License-Identifier: Apache-2.0

import MartletRules
package import MartletStore
package import MartletWire

extension WorkspaceMemberUpdate: Mutation {
    package func perform(in transaction: any StoreWriting, for caller: Caller) throws -> WorkspaceMember {
        var workspace = try transaction.workspace(self.workspaceID, allowing: .changeRole, to: caller.userID)
        guard var member = try transaction.workspaceMember(self.userID, in: workspace.id) else {
            throw RPCError.notFound("member of the workspace")
        }
        guard member.role != self.role else { return member }
        guard member.role != .owner else {
            throw RPCError.invalid("role", "a workspace has one owner: give somebody else the role")
        }
        member.role = self.role
        try transaction.setRole(self.role.rawValue, of: member.userID, in: .workspace(workspace.id))
        if self.role == .owner {
            try transaction.setRole(WorkspaceRole.admin.rawValue, of: caller.userID, in: .workspace(workspace.id))
            try transaction.setOwner(member.userID, of: workspace.id)
            workspace.ownerID = member.userID
            workspace.role = .admin
            let both = [caller.userID, member.userID]
            let others = Audience(workspaces: [workspace.id], except: both)
            try transaction.append(to: others, WorkspaceUpdated(workspace: workspace.forMany))
            try transaction.append(to: .user(caller.userID), WorkspaceUpdated(workspace: workspace))
        }
        workspace.role = self.role
        try transaction.append(to: .user(member.userID), WorkspaceUpdated(workspace: workspace))
        return member
    }
}
