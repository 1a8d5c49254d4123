// SPDX-License-Identifier: Apache-2.0

package import MartletWire

/// A person's place in a channel they are in now, with what sending needs to know of the channel.
package struct ChannelSeat: Hashable, Sendable {
    /// The channel.
    package var channel: ChannelID
    /// The workspace it is in.
    package var workspace: WorkspaceID
    /// Who may find and join it.
    package var kind: ChannelKind
    /// The seq with which the membership began.
    package var begin: Seq

    package init(channel: ChannelID, workspace: WorkspaceID, kind: ChannelKind, begin: Seq) {
        self.channel = channel
        self.workspace = workspace
        self.kind = kind
        self.begin = begin
    }
}
