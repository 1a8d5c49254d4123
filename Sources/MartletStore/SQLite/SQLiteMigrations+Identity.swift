// SPDX-License-Identifier: Apache-2.0

import GRDB

extension SQLiteMigrations {
    static func identity(_ database: Database) throws {
        try database.execute(
            sql: """
                CREATE TABLE identity (
                    subject TEXT NOT NULL,
                    issuer TEXT NOT NULL,            -- empty until somebody vouches for the subject
                    user_id INTEGER NOT NULL,
                    display_name TEXT,               -- as the issuer last said
                    PRIMARY KEY (subject, issuer)
                ) WITHOUT ROWID;
                CREATE TABLE signed_out_session (
                    session TEXT PRIMARY KEY,
                    user_id INTEGER NOT NULL,
                    ends_at INTEGER NOT NULL
                ) WITHOUT ROWID;
                CREATE TABLE sign_in_link (
                    digest BLOB PRIMARY KEY,
                    offer BLOB NOT NULL,
                    ends_at INTEGER NOT NULL
                ) WITHOUT ROWID;
                """
        )
    }
}
