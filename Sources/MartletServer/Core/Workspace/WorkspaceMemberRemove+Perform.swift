// SPDX-License-Identifier: Apache-2.0

import MartletRules
package import MartletStore
package import MartletWire

extension WorkspaceMemberRemove: Mutation {
    package func perform(in transaction: any StoreWriting, for caller: Caller) throws -> Empty {
        let workspace = try transaction.workspace(self.workspaceID, allowing: .read, to: caller.userID)
        guard let role = workspace.role, let member = try transaction.workspaceMember(self.userID, in: workspace.id)
        else { throw RPCError.notFound("member of the workspace") }
        if member.userID == caller.userID {
            guard role.allows(.leave) else {
                throw RPCError.forbidden("the owner hands the workspace over first; see workspace.member_update")
            }
        } else if !role.allowsRemoving(member.role) {
            throw RPCError.forbidden("your role, \(role), does not allow taking out the \(member.role)")
        }
        try transaction.leave(member.userID, from: workspace.id)
        return Empty()
    }
}
