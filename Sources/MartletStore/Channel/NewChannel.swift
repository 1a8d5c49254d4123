// SPDX-License-Identifier: Apache-2.0

package import MartletWire

/// A channel that is not there yet.
package struct NewChannel: Hashable, Sendable {
    /// The workspace it is in.
    package var workspaceID: WorkspaceID
    /// Who may find and join it.
    package var kind: ChannelKind
    /// The name to show.
    package var name: String?
    /// What it is for.
    package var topic: String
    /// Who creates it.
    package var creatorID: UserID
    /// Who is in it for good, for a DM: one DM for each set of people.
    package var people: Set<UserID>?

    package init(
        workspaceID: WorkspaceID,
        kind: ChannelKind,
        name: String? = nil,
        topic: String = "",
        creatorID: UserID,
        people: Set<UserID>? = nil
    ) {
        self.workspaceID = workspaceID
        self.kind = kind
        self.name = name
        self.topic = topic
        self.creatorID = creatorID
        self.people = people
    }
}
