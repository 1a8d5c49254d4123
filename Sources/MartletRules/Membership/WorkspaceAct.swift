// SPDX-License-Identifier: Apache-2.0

package import MartletWire

/// What somebody may want to do to a workspace or in it.
package enum WorkspaceAct: Hashable, Sendable, CaseIterable {
    /// See it, who is in it, and its public channels.
    case read
    /// Create a channel or open a DM.
    case createChannel
    /// Leave it.
    case leave
    /// Bring in somebody as a member.
    case addMember
    /// Bring in somebody as an admin.
    case addAdmin
    /// Take out a member.
    case removeMember
    /// Take out an admin.
    case removeAdmin
    /// Give it another name.
    case rename
    /// Edit and delete what others wrote, in channels that one may read.
    case moderate
    /// Change what a member may do, and hand the workspace over.
    case changeRole
    /// End it.
    case delete
}

extension WorkspaceRole {
    /// Whether a member of this role may do it; who has no role may do nothing.
    package func allows(_ act: WorkspaceAct) -> Bool {
        switch act {
        case .read, .createChannel: true
        case .leave: self != .owner
        case .addMember, .removeMember, .rename, .moderate: self != .member
        case .addAdmin, .removeAdmin, .changeRole, .delete: self == .owner
        }
    }

    /// Whether a member of this role may take out one of the other; nobody takes out the owner.
    package func allowsRemoving(_ other: WorkspaceRole) -> Bool {
        switch other {
        case .owner: false
        case .admin: self.allows(.removeAdmin)
        case .member: self.allows(.removeMember)
        }
    }

    /// Whether a member of this role may bring in somebody with the other; a workspace has one owner.
    package func allowsAdding(_ other: WorkspaceRole) -> Bool {
        switch other {
        case .owner: false
        case .admin: self.allows(.addAdmin)
        case .member: self.allows(.addMember)
        }
    }
}
