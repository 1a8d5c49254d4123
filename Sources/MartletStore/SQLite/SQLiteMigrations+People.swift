// SPDX-License-Identifier: Apache-2.0

import GRDB

extension SQLiteMigrations {
    static func user(_ database: Database) throws {
        try database.execute(
            sql: """
                CREATE TABLE user (
                    id INTEGER PRIMARY KEY,
                    name TEXT NOT NULL,
                    name_key TEXT NOT NULL UNIQUE,   -- the name in lower case
                    display_name TEXT NOT NULL,
                    online INTEGER NOT NULL DEFAULT 0,
                    status_text TEXT NOT NULL DEFAULT '',
                    last_seen INTEGER,
                    created_at INTEGER NOT NULL,
                    operator INTEGER NOT NULL DEFAULT 0,
                    disabled INTEGER NOT NULL DEFAULT 0,
                    tokens_valid_after INTEGER
                );
                CREATE INDEX user_online ON user (id) WHERE online = 1;
                CREATE INDEX user_special ON user (id)
                    WHERE operator = 1 OR disabled = 1 OR tokens_valid_after IS NOT NULL;
                """
        )
    }

    static func workspace(_ database: Database) throws {
        try database.execute(
            sql: """
                CREATE TABLE workspace (
                    id INTEGER PRIMARY KEY,
                    name TEXT NOT NULL,
                    owner_id INTEGER NOT NULL,
                    created_at INTEGER NOT NULL,
                    deleted_at INTEGER
                );
                """
        )
    }

    static func channel(_ database: Database) throws {
        try database.execute(
            sql: """
                CREATE TABLE channel (
                    id INTEGER PRIMARY KEY,
                    workspace_id INTEGER NOT NULL,
                    kind TEXT NOT NULL,
                    name TEXT,
                    topic TEXT NOT NULL,
                    creator_id INTEGER NOT NULL,
                    people TEXT,                     -- of a DM: user ids, ascending, comma-separated
                    created_at INTEGER NOT NULL,
                    archived_at INTEGER
                );
                CREATE INDEX channel_workspace ON channel (workspace_id, id);
                CREATE UNIQUE INDEX channel_people ON channel (workspace_id, people) WHERE people IS NOT NULL;
                CREATE TABLE archived_reader (       -- who was in a channel when it was archived
                    user_id INTEGER NOT NULL,
                    channel_id INTEGER NOT NULL,
                    PRIMARY KEY (user_id, channel_id)
                ) WITHOUT ROWID;
                """
        )
    }

    static func membershipCount(_ database: Database) throws {
        try database.execute(
            sql: """
                CREATE TABLE membership_count (
                    key INTEGER PRIMARY KEY,
                    members INTEGER NOT NULL
                );
                """
        )
    }
}
