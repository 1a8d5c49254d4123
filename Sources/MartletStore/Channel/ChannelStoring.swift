// SPDX-License-Identifier: Apache-2.0

package import MartletRules
package import MartletWire

/// What channels there are, and how people stand to them.
package protocol ChannelReading {
    /// One channel, without whether a reader is in it.
    func channel(_ id: ChannelID) throws -> Channel?
    /// The DM of exactly these people in a workspace, if they have one.
    func directChannel(of people: Set<UserID>, in workspace: WorkspaceID) throws -> Channel?
    /// The channels of a workspace that a person may read, in the order of their numbers.
    func channels(_ selection: ChannelSelection, readableBy user: UserID) throws -> [Channel]
    /// The numbers of a workspace's channels, archived ones left out, ascending.
    func channelIDs(in workspace: WorkspaceID) throws -> [ChannelID]
    /// The numbers of the workspace's channels that a person is in now, ascending.
    func channelIDs(in workspace: WorkspaceID, of user: UserID) throws -> [ChannelID]
    /// A channel with how a person stands to it.
    ///
    /// Sending to a channel needs less: `membership(of:in:)` alone says whether somebody is in it, and nobody is in an
    /// archived channel or in one of a deleted workspace.
    func channel(_ id: ChannelID, seenBy user: UserID) throws -> (channel: Channel, standing: ChannelStanding)?
    /// Those of a person's channels, past ones that are still remembered included, on one page, ascending.
    ///
    /// Counting past ones keeps the pages where they are when somebody leaves a channel between two of them.
    func channelPage(of user: UserID, skipping: Int, limit: Int) throws -> ChannelPage
}

/// Makes, changes and archives channels.
package protocol ChannelWriting {
    /// Adds a channel with the next number and nobody in it.
    func addChannel(_ channel: NewChannel) throws -> Channel
    /// Changes its name and topic.
    func updateChannel(_ id: ChannelID, name: String?, topic: String) throws
    /// Archives it: whoever is in it now may read it from now on, once they are no longer in it.
    func archiveChannel(_ id: ChannelID) throws
    /// Ends what a person may still read of a workspace's archived channels.
    func forgetArchived(in workspace: WorkspaceID, for user: UserID) throws
}
