// SPDX-License-Identifier: Apache-2.0

import GRDB

extension SQLiteMigrations {
    static func canvas(_ database: Database) throws {
        // The text comes last, so that a list of titles does not read it.
        try database.execute(
            sql: """
                CREATE TABLE canvas (
                    id INTEGER PRIMARY KEY AUTOINCREMENT,
                    channel_id INTEGER NOT NULL,
                    title TEXT NOT NULL,
                    revision INTEGER NOT NULL,
                    creator_id INTEGER NOT NULL,
                    updated_by INTEGER NOT NULL,
                    created_at INTEGER NOT NULL,
                    updated_at INTEGER NOT NULL,
                    body TEXT NOT NULL
                );
                CREATE INDEX canvas_channel ON canvas (channel_id, id);
                """
        )
    }
}
