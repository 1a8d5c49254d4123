// SPDX-License-Identifier: Apache-2.0

package import MartletWire

extension SQLReading {
    package func mentions(of user: UserID, unseenOnly: Bool, _ range: MessageRange) throws -> [Mention] {
        let isForward = range.after != nil
        let rows = try self.rows(
            """
            SELECT message_id, channel_id, author_id, seen_at, created_at FROM mention
            WHERE user_id = :user AND message_id > :after AND message_id < :before
                \(unseenOnly ? "AND seen_at IS NULL" : "") AND channel_id IN (\(Self.readableChannels))
            ORDER BY message_id \(isForward ? "ASC" : "DESC") LIMIT :limit
            """,
            [
                "user": user, "after": range.after?.rawValue ?? 0, "before": range.before?.rawValue ?? .max,
                "limit": range.limit,
            ]
        )
        let mentions = rows.map { row in
            Mention(
                messageID: row[0],
                channelID: row[1],
                userID: user,
                authorID: row[2],
                seenAt: row[3],
                createdAt: row[4]
            )
        }
        return isForward ? mentions : mentions.reversed()
    }

    package func unseenMentions(of user: UserID) throws -> Int {
        let count = try self.integer(
            """
            SELECT COUNT(*) FROM mention WHERE user_id = :user AND seen_at IS NULL
                AND channel_id IN (\(Self.readableChannels))
            """,
            ["user": user]
        )
        return Int(count ?? 0)
    }

    package func mentioned(in message: MessageID) throws -> [UserID] {
        try self.rows("SELECT user_id FROM mention WHERE message_id = ? ORDER BY user_id", [message]).map { $0[0] }
    }
}

extension SQLWriting {
    package func insert(_ mention: Mention, in thread: MessageID?) throws {
        try self.execute(
            """
            INSERT INTO mention
                (user_id, message_id, channel_id, thread_id, author_id, created_at, seen_at)
            VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
            """,
            [
                mention.userID, mention.messageID, mention.channelID, thread, mention.authorID, mention.createdAt,
                mention.seenAt,
            ]
        )
    }

    package func removeMentions(in message: MessageID, of users: [UserID]?) throws {
        guard let users else {
            return try self.execute("DELETE FROM mention WHERE message_id = ?", [message])
        }
        for user in users {
            try self.execute("DELETE FROM mention WHERE message_id = ? AND user_id = ?", [message, user])
        }
    }

    package func markMentionsSeen(of user: UserID, upTo message: MessageID, in channel: ChannelID?) throws {
        try self.execute(
            """
            UPDATE mention SET seen_at = :now WHERE user_id = :user AND message_id <= :message AND seen_at IS NULL
                AND (channel_id = :channel OR :channel IS NULL)
            """,
            ["now": self.now, "user": user, "message": message, "channel": channel]
        )
    }
}
