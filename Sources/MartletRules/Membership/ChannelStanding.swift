// SPDX-License-Identifier: Apache-2.0

package import MartletWire

/// How one person stands to one channel: all that decides what they may do there.
package struct ChannelStanding: Hashable, Sendable {
    /// Who may find and join the channel.
    package var kind: ChannelKind
    /// Whether it was archived.
    package var isArchived: Bool
    /// Whether the person is in it now, or was when it was archived.
    package var isMember: Bool
    /// Whether the person created it.
    package var isCreator: Bool
    /// What the person may do in its workspace; nil for an outsider, to whom nothing of it is known.
    package var role: WorkspaceRole?

    package init(kind: ChannelKind, isArchived: Bool, isMember: Bool, isCreator: Bool, role: WorkspaceRole?) {
        self.kind = kind
        self.isArchived = isArchived
        self.isMember = isMember
        self.isCreator = isCreator
        self.role = role
    }

    /// Whether the person may do something; the first reason against it that holds.
    package func verdict(on act: ChannelAct) -> ChannelVerdict {
        guard let role = self.role, self.isMember || self.kind == .public else { return .hidden }
        switch act {
        case .read:
            return .allowed
        case .write:
            return self.unlessArchived(self.isMember ? .allowed : .notMember)
        case .moderate:
            return self.unlessArchived(role.allows(.moderate) ? .allowed : .notTheirs)
        case .join, .leave:
            return self.unlessFixed(self.unlessArchived(.allowed))
        case .addMember:
            return self.unlessFixed(self.unlessArchived(self.isMember ? .allowed : .notMember))
        case .removeMember, .update:
            return self.unlessFixed(self.unlessArchived(self.answers(role) ? .allowed : .notTheirs))
        case .archive:
            return self.unlessFixed(self.answers(role) ? .allowed : .notTheirs)
        }
    }

    private func answers(_ role: WorkspaceRole) -> Bool {
        self.isCreator || role.allows(.moderate)
    }

    private func unlessArchived(_ verdict: ChannelVerdict) -> ChannelVerdict {
        self.isArchived ? .archived : verdict
    }

    private func unlessFixed(_ verdict: ChannelVerdict) -> ChannelVerdict {
        self.kind == .dm ? .fixed : verdict
    }
}
