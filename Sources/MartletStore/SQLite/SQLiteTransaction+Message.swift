// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import GRDB
package import MartletWire

extension SQLiteTransaction {
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
        if let thread = message.threadID {
            try self.execute("UPDATE message SET reply_count = reply_count + 1 WHERE id = ?", [thread])
        }
        self.index(.add(message.body), of: message, in: workspace)
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
        self.index(.remove(stored.message.body), of: stored.message, in: workspace)
        self.index(.add(body), of: stored.message, in: workspace)
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
        self.index(.remove(stored.message.body), of: stored.message, in: workspace)
    }

    package func tidySearch(beginning isFirst: Bool) throws -> Bool {
        let before = self.database.totalChangesCount
        try self.execute(
            "INSERT INTO message_search (message_search, rank) VALUES ('merge', ?)",
            [isFirst ? -Self.tidyPages : Self.tidyPages]
        )
        // FTS5 reports one change for the command itself and more for whatever it merged.
        return self.database.totalChangesCount - before >= 2
    }

    /// How much one step merges: some milliseconds' work.
    private static let tidyPages = 500

    package func setPinned(_ isPinned: Bool, _ message: MessageID) throws {
        try self.execute("UPDATE message SET pinned = ? WHERE id = ?", [isPinned ? 1 : nil, message])
    }

    package func addReaction(_ emoji: String, of user: UserID, to message: MessageID) throws -> Bool {
        try self.execute(
            "INSERT OR IGNORE INTO reaction (message_id, emoji, user_id) VALUES (?, ?, ?)",
            [message, emoji, user]
        )
        return self.database.changesCount > 0
    }

    package func removeReaction(_ emoji: String, of user: UserID, from message: MessageID) throws -> Bool {
        try self.execute(
            "DELETE FROM reaction WHERE message_id = ? AND emoji = ? AND user_id = ?",
            [message, emoji, user]
        )
        return self.database.changesCount > 0
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

    private func index(_ act: SearchIndexChange.Act, of message: Message, in workspace: WorkspaceID) {
        self.indexChanges.append(
            SearchIndexChange(message: message.id, place: "c\(message.channelID) w\(workspace)", act: act)
        )
    }

    /// Brings the search index up to date; the last thing before the commit, outside every savepoint.
    func settleIndex() throws {
        for change in self.indexChanges {
            switch change.act {
            case .add(""), .remove(""):
                continue
            case .add(let body):
                try self.execute(
                    "INSERT INTO message_search (rowid, body, place) VALUES (?, ?, ?)",
                    [change.message, body, change.place]
                )
            case .remove(let body):
                try self.execute(
                    """
                    INSERT INTO message_search (message_search, rowid, body, place) VALUES ('delete', ?, ?, ?)
                    """,
                    [change.message, body, change.place]
                )
            }
        }
        self.indexChanges = []
    }
}

/// What a transaction owes the search index.
struct SearchIndexChange {
    enum Act {
        case add(String)
        case remove(String)
    }

    var message: MessageID
    var place: String
    var act: Act
}
