// SPDX-License-Identifier: Apache-2.0

import GRDB

extension SQLiteMigrations {
    static func workSession(_ database: Database) throws {
        try database.execute(
            sql: """
                CREATE TABLE work_session (
                    id INTEGER PRIMARY KEY,
                    user_id INTEGER NOT NULL,
                    local_id TEXT NOT NULL,              -- what the client calls it
                    repo_owner TEXT NOT NULL,
                    repo_name TEXT NOT NULL,
                    pr_number INTEGER NOT NULL,
                    started_at INTEGER NOT NULL,
                    ended_at INTEGER,
                    duration INTEGER,                    -- seconds
                    end_reason TEXT,
                    signs INTEGER NOT NULL DEFAULT 1,    -- counts the signs of life
                    last_sign_at INTEGER NOT NULL,
                    worked INTEGER,                      -- seconds, by the last sign of life
                    beacon_secret BLOB NOT NULL,
                    UNIQUE (user_id, local_id)
                );
                CREATE INDEX work_session_user ON work_session (user_id, id);
                CREATE INDEX work_session_active ON work_session (id) WHERE ended_at IS NULL;
                CREATE TABLE work_total (
                    user_id INTEGER NOT NULL,
                    quarter INTEGER NOT NULL,            -- of an hour after 1970, in which the sessions began
                    seconds INTEGER NOT NULL,
                    PRIMARY KEY (user_id, quarter)
                ) WITHOUT ROWID;
                CREATE TABLE activity (
                    user_id INTEGER NOT NULL,
                    local_id TEXT NOT NULL,
                    kind TEXT NOT NULL,
                    repo_owner TEXT NOT NULL,
                    repo_name TEXT NOT NULL,
                    pr_number INTEGER NOT NULL,
                    session_local_id TEXT,
                    occurred_at INTEGER NOT NULL,
                    PRIMARY KEY (user_id, local_id)
                ) WITHOUT ROWID;
                CREATE INDEX activity_session ON activity (user_id, session_local_id, occurred_at);
                """
        )
    }
}
