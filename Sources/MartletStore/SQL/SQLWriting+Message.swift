// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
package import MartletWire

extension SQLWriting {
    package func insert(_ stored: StoredMessage, in workspace: WorkspaceID, key: String?) throws {
        let message = stored.message
        try self.execute(
            """
            INSERT INTO message
                (id, channel_id, user_id, thread_id, body, attachments, created_at, key, params_hash)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                message.id, message.channelID, message.userID, message.threadID, message.body,
                StoredMessage.text(of: message.attachments), message.createdAt, key,
                stored.paramsHash.map { Data($0) },
            ]
        )
        if let key { self.added(RowKey("message", message.userID, key)) }
        if let thread = message.threadID {
            try self.execute("UPDATE message SET reply_count = reply_count + 1 WHERE id = ?", [thread])
        }
        try self.indexText(of: message, in: workspace)
    }

    package func replaceBody(
        of stored: StoredMessage,
        in workspace: WorkspaceID,
        with body: String,
        at seq: Seq
    ) throws {
        try self.execute(
            "UPDATE message SET body = ?, body_seq = ?, edited_at = ? WHERE id = ?",
            [body, seq, self.now, stored.message.id]
        )
        try self.replaceIndexed(stored.message, with: body, in: workspace)
    }

    package func empty(_ stored: StoredMessage, in workspace: WorkspaceID) throws {
        try self.execute(
            """
            UPDATE message SET body = '', attachments = NULL, pinned = NULL, reactions = NULL, deleted_at = ?
            WHERE id = ?
            """,
            [self.now, stored.message.id]
        )
        if let thread = stored.message.threadID {
            try self.execute("UPDATE message SET reply_count = reply_count - 1 WHERE id = ?", [thread])
        }
        try self.execute("DELETE FROM reaction WHERE message_id = ?", [stored.message.id])
        try self.replaceIndexed(stored.message, with: "", in: workspace)
    }

    package func setPinned(_ isPinned: Bool, _ message: MessageID) throws {
        try self.execute("UPDATE message SET pinned = ? WHERE id = ?", [isPinned ? 1 : nil, message])
    }

    package func addReaction(_ emoji: String, of user: UserID, to message: MessageID) throws -> Bool {
        try self.change(
            "INSERT INTO reaction (message_id, emoji, user_id) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
            [message, emoji, user]
        ) > 0
    }

    package func removeReaction(_ emoji: String, of user: UserID, from message: MessageID) throws -> Bool {
        try self.change(
            "DELETE FROM reaction WHERE message_id = ? AND emoji = ? AND user_id = ?",
            [message, emoji, user]
        ) > 0
    }

    package func refreshReactions(of message: MessageID, naming users: Int) throws -> [Reaction] {
        let reactions = try self.rows(
            "SELECT emoji, COUNT(*), MIN(id) FROM reaction WHERE message_id = ? GROUP BY emoji ORDER BY MIN(id)",
            [message]
        ).map { row in
            let emoji: String = row[0]
            return Reaction(
                emoji: emoji,
                count: row[1],
                userIDs: try self.rows(
                    "SELECT user_id FROM reaction WHERE message_id = ? AND emoji = ? ORDER BY id LIMIT ?",
                    [message, emoji, users]
                ).map { $0[0] }
            )
        }
        let text = reactions.isEmpty ? nil : reactions.map(\.text).joined(separator: "\n")
        try self.execute("UPDATE message SET reactions = ? WHERE id = ?", [text, message])
        return reactions
    }
}
