// SPDX-License-Identifier: Apache-2.0

import GRDB

extension SQLiteMigrations {
    static func mention(_ database: Database) throws {
        try database.execute(
            sql: """
                CREATE TABLE mention (
                    user_id INTEGER NOT NULL,
                    message_id INTEGER NOT NULL,
                    channel_id INTEGER NOT NULL,
                    thread_id INTEGER,
                    author_id INTEGER NOT NULL,
                    created_at INTEGER NOT NULL,
                    seen_at INTEGER,
                    PRIMARY KEY (user_id, message_id)
                ) WITHOUT ROWID;
                CREATE INDEX mention_message ON mention (message_id);
                CREATE INDEX mention_channel ON mention (user_id, channel_id, message_id) WHERE thread_id IS NULL;
                CREATE INDEX mention_unseen ON mention (user_id, message_id) WHERE seen_at IS NULL;
                """
        )
    }

    static func notification(_ database: Database) throws {
        try database.execute(
            sql: """
                CREATE TABLE notification (
                    id INTEGER PRIMARY KEY,
                    user_id INTEGER NOT NULL,
                    kind TEXT NOT NULL,
                    actor_id INTEGER,
                    workspace_id INTEGER,
                    channel_id INTEGER,
                    message_id INTEGER,
                    read_at INTEGER,
                    created_at INTEGER NOT NULL
                );
                CREATE INDEX notification_user ON notification (user_id, id);
                CREATE INDEX notification_unread ON notification (user_id, id) WHERE read_at IS NULL;
                CREATE INDEX notification_message ON notification (message_id) WHERE message_id IS NOT NULL;
                """
        )
    }
}
