// SPDX-License-Identifier: Apache-2.0

package import MartletRules
package import MartletStore
package import MartletWire

extension StoreReading {
    /// What a person may do in a workspace; nil for an outsider.
    package func role(of user: UserID, in workspace: WorkspaceID) throws -> WorkspaceRole? {
        try self.membership(of: user, in: .workspace(workspace)).flatMap { WorkspaceRole(rawValue: $0.role) }
    }

    /// A workspace in which a person may do something, with their role.
    ///
    /// - Throws: ``RPCError`` `notFound` to an outsider, `forbidden` to a member who may not.
    package func workspace(_ id: WorkspaceID, allowing act: WorkspaceAct, to user: UserID) throws -> Workspace {
        guard let role = try self.role(of: user, in: id), var workspace = try self.workspace(id) else {
            throw RPCError.notFound("workspace")
        }
        guard role.allows(act) else { throw RPCError.forbidden("your role, \(role), does not allow it") }
        workspace.role = role
        return workspace
    }

    /// A channel in which a person may do something, with whether they are in it.
    ///
    /// - Throws: ``RPCError`` `notFound` to whom it is hidden, `forbidden` to whom it is not, `invalidParams` for what
    ///   cannot be done to a DM.
    package func channel(_ id: ChannelID, allowing act: ChannelAct, to user: UserID) throws -> Channel {
        guard let (channel, standing) = try self.channel(id, seenBy: user) else { throw RPCError.notFound("channel") }
        if let error = RPCError(standing.verdict(on: act)) { throw error }
        return channel
    }
}
