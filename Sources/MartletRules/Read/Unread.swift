// SPDX-License-Identifier: Apache-2.0

package import MartletWire

/// How much of a channel someone has not read: the definition, for tests to hold the store's count against.
///
/// A function of cursor, interval and messages alone, so that hearing of a message twice counts it once.
package struct Unread: Hashable, Sendable {
    /// How many messages; exact up to the limit.
    package var count: Int
    /// Whether there are more.
    package var isCapped: Bool

    /// Counts undeleted top-level messages by others after both the cursor and the beginning of the membership.
    ///
    /// - Parameters:
    ///   - messages: The channel's, in any order, repeats included; the latest state of each.
    ///   - reader: Who reads.
    ///   - cursor: The last message they marked as read.
    ///   - begin: Where their membership began.
    ///   - limit: The highest exact count.
    package init(
        in messages: some Sequence<Message>,
        for reader: UserID,
        after cursor: MessageID,
        memberSince begin: Seq,
        limit: Int = 999
    ) {
        let read = max(cursor.rawValue, begin - 1)
        var unread: Set<MessageID> = []
        for message in messages where message.id.rawValue > read {
            guard message.userID != reader, message.threadID == nil, message.deletedAt == nil else { continue }
            unread.insert(message.id)
        }
        self.count = min(unread.count, limit)
        self.isCapped = unread.count > limit
    }
}
