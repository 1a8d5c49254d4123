// SPDX-License-Identifier: Apache-2.0

package import MartletWire

/// What people have not read, of the channels they are in now.
///
/// Unread are undeleted top-level messages by others after both the cursor and the beginning of the membership;
/// mentions count those of them that name the person.
package protocol UnreadReading {
    /// Behind which message a person has read a channel: the cursor, or the beginning of the membership if that is
    /// later; nil for whoever is not in it.
    func readCursor(of user: UserID, in channel: ChannelID) throws -> MessageID?

    /// Counts for one channel; nil for whoever is not in it.
    func unread(by user: UserID, in channel: ChannelID) throws -> UnreadCount?

    /// Counts for all of a person's channels, in the order of their numbers.
    func unread(by user: UserID) throws -> [UnreadCount]
}
