// SPDX-License-Identifier: Apache-2.0

package import MartletWire

/// Where people were named, of the channels they may read now.
package protocol MentionReading {
    /// A person's mentions.
    ///
    /// With ``MessageRange/after`` it is the oldest beyond it, without it the newest; in ascending order either way.
    func mentions(of user: UserID, unseenOnly: Bool, _ range: MessageRange) throws -> [Mention]

    /// How many mentions a person has not seen.
    func unseenMentions(of user: UserID) throws -> Int

    /// Whom a message names.
    func mentioned(in message: MessageID) throws -> [UserID]
}

/// Notes who was named.
package protocol MentionWriting {
    /// Adds a mention, and the thread that its message stands in.
    func insert(_ mention: Mention, in thread: MessageID?) throws

    /// Removes the mentions of these people in a message; of everyone if none are given.
    func removeMentions(in message: MessageID, of users: [UserID]?) throws

    /// Marks a person's mentions as seen, up to and including one message, in one channel or all.
    func markMentionsSeen(of user: UserID, upTo message: MessageID, in channel: ChannelID?) throws
}
