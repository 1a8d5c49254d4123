// SPDX-License-Identifier: Apache-2.0

import GRDB

extension SQLiteMigrations {
    static func huddle(_ database: Database) throws {
        try database.execute(
            sql: """
                CREATE TABLE huddle (
                    room_id TEXT PRIMARY KEY,
                    channel_id INTEGER NOT NULL,
                    started_by INTEGER NOT NULL,
                    started_at INTEGER NOT NULL,
                    ended_at INTEGER,
                    joins INTEGER NOT NULL DEFAULT 0     -- counts them
                ) WITHOUT ROWID;
                CREATE UNIQUE INDEX huddle_active ON huddle (channel_id) WHERE ended_at IS NULL;
                CREATE TABLE huddle_participant (        -- of huddles that go on
                    room_id TEXT NOT NULL,
                    user_id INTEGER NOT NULL,
                    join_number INTEGER NOT NULL,
                    PRIMARY KEY (room_id, user_id)
                ) WITHOUT ROWID;
                CREATE INDEX huddle_participant_user ON huddle_participant (user_id);
                """
        )
    }
}
