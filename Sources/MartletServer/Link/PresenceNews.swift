// SPDX-License-Identifier: Apache-2.0

package import MartletWire

/// What changed about the people of one workspace.
package struct PresenceNews: Sendable, Codable {
    /// The workspace that may know of it.
    package var workspace: WorkspaceID
    /// Whether it has so many members that each connection hears only of whom it watches.
    package var isLarge: Bool
    /// The last word on each of them.
    package var users: [PresenceEntry]

    package init(workspace: WorkspaceID, isLarge: Bool, users: [PresenceEntry]) {
        self.workspace = workspace
        self.isLarge = isLarge
        self.users = users
    }
}
