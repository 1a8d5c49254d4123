// SPDX-License-Identifier: Apache-2.0

package import MartletWire

extension SQLReading {
    package func readCursor(of user: UserID, in channel: ChannelID) throws -> MessageID? {
        try self.integer(
            """
            SELECT MAX(COALESCE(r.message_id, 0), m.begin_seq - 1)
            FROM membership m LEFT JOIN read_cursor r ON r.user_id = m.user_id AND r.channel_id = ?
            WHERE m.key = ? AND m.user_id = ? AND m.end_seq IS NULL
            """,
            [channel, AudienceKey.channel(channel), user]
        ).map(MessageID.init(rawValue:))
    }

    package func unread(by user: UserID, in channel: ChannelID) throws -> UnreadCount? {
        try self.row(self.unread(where: "m.key = :key"), ["user": user, "key": AudienceKey.channel(channel)])
            .map { UnreadCount(row: $0, exactTo: self.limits.unreadCount) }
    }

    package func unread(by user: UserID) throws -> [UnreadCount] {
        try self.rows(self.unread(where: "m.key & 3 = 1"), ["user": user])
            .map { UnreadCount(row: $0, exactTo: self.limits.unreadCount) }
    }

    /// Looks at no more of a channel than the count can show, whatever has been said since.
    private func unread(where condition: String) -> String {
        let limit = self.limits.unreadCount + 1
        return """
            WITH seat(channel_id, cursor) AS MATERIALIZED (
                SELECT m.key >> 2, MAX(COALESCE(r.message_id, 0), m.begin_seq - 1)
                FROM membership m LEFT JOIN read_cursor r ON r.user_id = m.user_id AND r.channel_id = m.key >> 2
                WHERE m.user_id = :user AND m.end_seq IS NULL AND \(condition)
            )
            SELECT s.channel_id, s.cursor,
                (SELECT COUNT(*) FROM (
                    SELECT 1 FROM message INDEXED BY message_unread
                    WHERE channel_id = s.channel_id AND id > s.cursor AND user_id <> :user
                        AND thread_id IS NULL AND deleted_at IS NULL
                    LIMIT \(limit)
                ) unread),
                (SELECT COUNT(*) FROM (
                    SELECT 1 FROM mention
                    WHERE user_id = :user AND channel_id = s.channel_id AND message_id > s.cursor AND thread_id IS NULL
                    LIMIT \(limit)
                ) mentions)
            FROM seat s ORDER BY s.channel_id
            """
    }
}

extension UnreadCount {
    fileprivate init(row: some SQLRow, exactTo limit: Int) {
        self.init(
            channelID: row[0],
            unread: min(row[2], limit),
            mentions: min(row[3], limit),
            lastReadMessage: row[1],
            isCapped: row[2] > limit
        )
    }
}
