// SPDX-License-Identifier: Apache-2.0

package import MartletWire

/// Which channels of a workspace to list.
package struct ChannelSelection: Hashable, Sendable {
    /// The workspace.
    package var workspaceID: WorkspaceID
    /// Only of this kind.
    package var kind: ChannelKind?
    /// Archived ones too.
    package var includesArchived: Bool
    /// Only those with greater numbers.
    package var after: ChannelID?
    /// How many at most.
    package var limit: Int

    package init(
        workspaceID: WorkspaceID,
        kind: ChannelKind? = nil,
        includesArchived: Bool = false,
        after: ChannelID? = nil,
        limit: Int
    ) {
        self.workspaceID = workspaceID
        self.kind = kind
        self.includesArchived = includesArchived
        self.after = after
        self.limit = limit
    }
}
