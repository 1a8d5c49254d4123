// SPDX-License-Identifier: Apache-2.0

import GRDB

extension SQLiteMigrations {
    /// Messages, reactions and the search index.
    ///
    /// The index has no copy of the texts. It is written in bulk or at the end of a transaction, never inside a
    /// savepoint: FTS5 would write a segment of its own at each. `place` holds the channel and the workspace as words, so that a
    /// search within one of them reads no more than it finds.
    static func message(_ database: Database) throws {
        try database.execute(
            sql: """
                CREATE TABLE message (
                    id INTEGER PRIMARY KEY,
                    channel_id INTEGER NOT NULL,
                    user_id INTEGER NOT NULL,
                    thread_id INTEGER,
                    body TEXT NOT NULL,
                    body_seq INTEGER,            -- absent while it is the id
                    attachments TEXT,            -- media ids, comma-separated
                    reply_count INTEGER NOT NULL DEFAULT 0,
                    pinned INTEGER,              -- 1 or absent
                    reactions TEXT,              -- lines of: emoji, count, user ids
                    created_at INTEGER NOT NULL,
                    edited_at INTEGER,
                    deleted_at INTEGER,
                    key TEXT,
                    params_hash BLOB
                );
                CREATE INDEX message_channel ON message (channel_id, id);
                CREATE INDEX message_unread ON message (channel_id, id, user_id)
                    WHERE thread_id IS NULL AND deleted_at IS NULL;
                CREATE INDEX message_thread ON message (thread_id, id, user_id) WHERE thread_id IS NOT NULL;
                CREATE INDEX message_pinned ON message (channel_id, id) WHERE pinned IS NOT NULL;
                CREATE UNIQUE INDEX message_key ON message (user_id, key) WHERE key IS NOT NULL;
                CREATE TABLE reaction (
                    id INTEGER PRIMARY KEY,
                    message_id INTEGER NOT NULL,
                    emoji TEXT NOT NULL,
                    user_id INTEGER NOT NULL,
                    UNIQUE (message_id, emoji, user_id)
                );
                CREATE VIEW message_text (id, body, place) AS
                    SELECT message.id, message.body, 'c' || channel.id || ' w' || channel.workspace_id
                    FROM message JOIN channel ON channel.id = message.channel_id
                    WHERE message.deleted_at IS NULL;
                CREATE VIRTUAL TABLE message_search USING fts5 (
                    body, place, content = 'message_text', content_rowid = 'id', columnsize = 0, prefix = '2 3',
                    tokenize = 'unicode61 remove_diacritics 2'
                );
                """
        )
    }
}
