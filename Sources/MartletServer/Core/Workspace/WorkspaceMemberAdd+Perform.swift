// SPDX-License-Identifier: Apache-2.0

import MartletRules
package import MartletStore
package import MartletWire

extension WorkspaceMemberAdd: Mutation {
    package func perform(in transaction: any StoreWriting, for caller: Caller) throws -> WorkspaceMember {
        let workspace = try transaction.workspace(self.workspaceID, allowing: .addMember, to: caller.userID)
        let role = self.role ?? .member
        guard workspace.role?.allowsAdding(role) ?? false else {
            throw RPCError.forbidden("only the owner of the workspace makes admins")
        }
        if let member = try transaction.workspaceMember(self.userID, in: workspace.id) { return member }
        guard try transaction.user(self.userID) != nil else { throw RPCError.notFound("person") }
        _ = try transaction.join(self.userID, to: workspace, as: role)
        try transaction.notify(
            self.userID,
            .invitation,
            by: caller.userID,
            of: NotificationSubject(workspace: workspace.id)
        )
        try transaction.note(.presenceChanged(self.userID))
        return WorkspaceMember(userID: self.userID, role: role, joinedAt: transaction.now)
    }

    package func committed(_ result: WorkspaceMember, in core: Core, for caller: Caller) {
        core.presenceChanged(result.userID)
    }
}

extension StoreReading {
    /// A person's place in a workspace; nil for an outsider.
    func workspaceMember(_ user: UserID, in workspace: WorkspaceID) throws -> WorkspaceMember? {
        try self.membership(of: user, in: .workspace(workspace)).map(WorkspaceMember.init)
    }
}

extension WorkspaceMember {
    init(_ member: Member) {
        self.init(userID: member.user, role: WorkspaceRole(rawValue: member.role) ?? .member, joinedAt: member.joinedAt)
    }
}
