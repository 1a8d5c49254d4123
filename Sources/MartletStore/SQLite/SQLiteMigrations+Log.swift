// SPDX-License-Identifier: Apache-2.0

import GRDB

extension SQLiteMigrations {
    static func logTotal(_ database: Database) throws {
        try database.execute(
            sql: """
                CREATE TABLE log_total (
                    bytes INTEGER NOT NULL           -- of all events, so that opening need not read them
                );
                INSERT INTO log_total (bytes) SELECT IFNULL(SUM(LENGTH(event)), 0) FROM log;
                """
        )
    }
}
