// SPDX-License-Identifier: Apache-2.0

package import MartletWire

/// Reads of what was said.
///
/// None of them asks who reads, save ``search(_:by:in:before:limit:)``.
package protocol MessageReading {
    /// A person's place in a channel; nil for whoever is not in it. Nobody is in an archived channel.
    func seat(of user: UserID, in channel: ChannelID) throws -> ChannelSeat?

    /// One message; a deleted one without its text.
    func message(_ id: MessageID) throws -> StoredMessage?

    /// The message that a keyed call sent.
    func message(sentBy user: UserID, under key: String) throws -> StoredMessage?

    /// The messages of a channel, deleted ones as markers without text.
    func messages(in channel: ChannelID, topLevelOnly: Bool, _ range: MessageRange) throws -> MessagePage

    /// The answers to a message, deleted ones as markers without text.
    func answers(to thread: MessageID, _ range: MessageRange) throws -> MessagePage

    /// The pinned messages of a channel.
    func pins(in channel: ChannelID, _ range: MessageRange) throws -> MessagePage

    /// The newest undeleted top-level message of a channel.
    func lastMessage(in channel: ChannelID) throws -> Message?

    /// The number of the newest message of a channel, of whatever sort; 0 before the first.
    func newestMessageID(in channel: ChannelID) throws -> MessageID

    /// Who wrote the newest answers in a thread, each once.
    func authors(ofNewest count: Int, answersTo thread: MessageID) throws -> [UserID]

    /// Finds messages, newest first, among those the person may read now.
    ///
    /// Case and diacritics do not matter. What was deleted, and text that was edited away, is never found. What was
    /// said last may be missing unless ``Store/settleSearch()`` was awaited before the snapshot.
    func search(
        _ query: SearchQuery,
        by user: UserID,
        in scope: SearchScope,
        before: MessageID?,
        limit: Int
    ) throws -> MessagePage
}

/// Changes what was said; the entries of the log that say so are the caller's to append.
package protocol MessageWriting {
    /// Stores a message under the seq of its `message.created`, and counts it in its thread.
    func insert(_ stored: StoredMessage, in workspace: WorkspaceID, key: String?) throws

    /// Puts another text, which the entry at `seq` carries, in the place of a message's text as it stands.
    func replaceBody(of stored: StoredMessage, in workspace: WorkspaceID, with body: String, at seq: Seq) throws

    /// Empties a message of text, attachments, reactions and pin, and takes it out of its thread's count.
    func empty(_ stored: StoredMessage, in workspace: WorkspaceID) throws

    /// Does a little of the work that takes the words of deleted and edited texts out of the search index for good.
    ///
    /// - Parameter isFirst: Whether the work begins anew.
    /// - Returns: Whether there is more to do.
    /// - Throws: What the store throws.
    func tidySearch(beginning isFirst: Bool) throws -> Bool

    /// Pins a message or takes it off.
    func setPinned(_ isPinned: Bool, _ message: MessageID) throws

    /// Adds a reaction; returns false if it was there.
    func addReaction(_ emoji: String, of user: UserID, to message: MessageID) throws -> Bool

    /// Removes a reaction; returns false if it was not there.
    func removeReaction(_ emoji: String, of user: UserID, from message: MessageID) throws -> Bool

    /// Reads a message's reactions afresh, each naming so many people at most, and keeps them with it.
    func refreshReactions(of message: MessageID, naming users: Int) throws -> [Reaction]
}

/// Where a search looks.
package enum SearchScope: Hashable, Sendable {
    /// In everything the person may read.
    case everything
    /// In one workspace.
    case workspace(WorkspaceID)
    /// In one channel.
    case channel(ChannelID)
}

extension Store {
    /// Takes the words of deleted and edited texts out of the search index for good, in steps between which others
    /// commit; once a day is enough, for such texts are never found.
    package func tidySearch() async throws {
        var isFirst = true
        while !Task.isCancelled, try await self.commit({ [isFirst] in try $0.tidySearch(beginning: isFirst) }) {
            isFirst = false
        }
    }
}
