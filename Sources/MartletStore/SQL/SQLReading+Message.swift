// SPDX-License-Identifier: Apache-2.0

package import MartletWire

extension SQLReading {
    package func seat(of user: UserID, in channel: ChannelID) throws -> ChannelSeat? {
        try self.row(
            """
            SELECT m.begin_seq, c.workspace_id, c.kind FROM membership m CROSS JOIN channel c ON c.id = ?
            WHERE m.key = ? AND m.user_id = ? AND m.end_seq IS NULL
            """,
            [channel, AudienceKey.channel(channel), user]
        ).map { row in
            ChannelSeat(
                channel: channel,
                workspace: row[1],
                kind: ChannelKind(rawValue: row[2]) ?? .private,
                begin: row[0]
            )
        }
    }

    package func message(_ id: MessageID) throws -> StoredMessage? {
        try self.row("SELECT \(StoredMessage.columns) FROM message m WHERE m.id = ?", [id])
            .map(StoredMessage.init(row:))
    }

    package func message(sentBy user: UserID, under key: String) throws -> StoredMessage? {
        try self.row(
            under: RowKey("message", user, key),
            "SELECT \(StoredMessage.columns) FROM message m WHERE m.user_id = ? AND m.key = ?",
            [user, key]
        ).map(StoredMessage.init(row:))
    }

    package func messages(
        in channel: ChannelID,
        topLevelOnly: Bool,
        _ range: MessageRange
    ) throws -> MessagePage {
        try self.page("m.channel_id = ?\(topLevelOnly ? " AND m.thread_id IS NULL" : "")", channel.rawValue, range)
    }

    package func answers(to thread: MessageID, _ range: MessageRange) throws -> MessagePage {
        try self.page("m.thread_id = ?", thread.rawValue, range)
    }

    package func pins(in channel: ChannelID, _ range: MessageRange) throws -> MessagePage {
        try self.page("m.channel_id = ? AND m.pinned IS NOT NULL", channel.rawValue, range)
    }

    package func lastMessage(in channel: ChannelID) throws -> Message? {
        try self.row(
            """
            SELECT \(StoredMessage.columns) FROM message m INDEXED BY message_unread
            WHERE m.channel_id = ? AND m.thread_id IS NULL AND m.deleted_at IS NULL ORDER BY m.id DESC LIMIT 1
            """,
            [channel]
        ).map { StoredMessage(row: $0).message }
    }

    package func newestMessageID(in channel: ChannelID) throws -> MessageID {
        MessageID(rawValue: try self.integer("SELECT MAX(id) FROM message WHERE channel_id = ?", [channel]) ?? 0)
    }

    package func authors(ofNewest count: Int, answersTo thread: MessageID) throws -> [UserID] {
        try self.rows(
            """
            SELECT DISTINCT user_id FROM (
                SELECT user_id FROM message WHERE thread_id = ? ORDER BY id DESC LIMIT ?
            ) answers
            """,
            [thread, count]
        ).map { $0[0] }
    }

    private func page(_ condition: String, _ place: Int64, _ range: MessageRange) throws -> MessagePage {
        let isForward = range.after != nil
        let rows = try self.rows(
            """
            SELECT \(StoredMessage.columns) FROM message m WHERE \(condition) AND m.id > ? AND m.id < ?
            ORDER BY m.id \(isForward ? "ASC" : "DESC") LIMIT ?
            """,
            [place, range.after?.rawValue ?? 0, range.before?.rawValue ?? .max, range.limit + 1]
        )
        let messages = rows.prefix(range.limit).map { StoredMessage(row: $0).message }
        return MessagePage(messages: isForward ? messages : messages.reversed(), hasMore: rows.count > range.limit)
    }
}
