// SPDX-License-Identifier: Apache-2.0

package import MartletWire

/// Reads of huddles.
package protocol HuddleReading {
    /// One huddle, over or not; who is in it in the order of their coming.
    func huddle(_ room: RoomID) throws -> Huddle?

    /// The huddle that goes on in a channel.
    func activeHuddle(in channel: ChannelID) throws -> Huddle?

    /// The huddles that go on in the channels a person is in, the oldest first.
    func activeHuddles(of user: UserID, in scope: HuddleScope) throws -> [Huddle]

    /// Every huddle that goes on, with the numbers of the joins to it.
    func activeHuddles() throws -> [HuddleRoll]

    /// The huddles that go on and that a person is in.
    func huddles(joinedBy user: UserID) throws -> [Huddle]
}

/// Changes huddles; the entries of the log that say so are the caller's to append.
package protocol HuddleWriting {
    /// Begins a huddle with nobody in it, under a random name; a channel has one at a time.
    func addHuddle(in channel: ChannelID, by user: UserID) throws -> Huddle

    /// Lets a person in, or in again, under the next of the room's join numbers.
    func join(_ user: UserID, to room: RoomID) throws

    /// Lets a person go; returns false if they were not in it.
    func leave(_ user: UserID, from room: RoomID) throws -> Bool

    /// Ends a huddle, whoever is in it; returns false if it was over.
    func endHuddle(_ room: RoomID) throws -> Bool

    /// The number of a person's join; nil if they are not in the huddle.
    func joinNumber(of user: UserID, in room: RoomID) throws -> Int64?

    /// The number of the last join to a huddle, whoever it was and whether or not they have left.
    func lastJoinNumber(in room: RoomID) throws -> Int64
}

/// Which huddles to list.
package enum HuddleScope: Hashable, Sendable {
    /// In all of the person's channels.
    case everywhere
    /// In those of one workspace.
    case workspace(WorkspaceID)
    /// In one channel.
    case channel(ChannelID)
}

/// A huddle that goes on, and who came into it when.
package struct HuddleRoll: Hashable, Sendable {
    /// One person and the number of their join.
    package struct Entry: Hashable, Sendable {
        package var user: UserID
        package var join: Int64

        package init(_ user: UserID, join: Int64) {
            self.user = user
            self.join = join
        }
    }

    /// The huddle.
    package var room: RoomID
    /// Where it takes place.
    package var channel: ChannelID
    /// Who is in it.
    package var entries: [Entry]

    package init(room: RoomID, channel: ChannelID, entries: [Entry]) {
        self.room = room
        self.channel = channel
        self.entries = entries
    }
}
