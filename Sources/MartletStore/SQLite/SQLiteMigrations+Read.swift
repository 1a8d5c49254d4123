// SPDX-License-Identifier: Apache-2.0

import GRDB

extension SQLiteMigrations {
    static func read(_ database: Database) throws {
        try database.execute(
            sql: """
                CREATE TABLE read_cursor (
                    user_id INTEGER NOT NULL,
                    channel_id INTEGER NOT NULL,
                    message_id INTEGER NOT NULL,
                    PRIMARY KEY (user_id, channel_id)
                ) WITHOUT ROWID;
                """
        )
    }
}
