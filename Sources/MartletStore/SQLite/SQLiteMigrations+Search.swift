// SPDX-License-Identifier: Apache-2.0

import GRDB

extension SQLiteMigrations {
    /// How far the search index reaches: until now every message was in it as soon as it was stored.
    static func searchReach(_ database: Database) throws {
        try database.execute(
            sql: """
                CREATE TABLE search_reach (message_id INTEGER NOT NULL);
                INSERT INTO search_reach SELECT COALESCE(MAX(id), 0) FROM message;
                """
        )
    }
}
