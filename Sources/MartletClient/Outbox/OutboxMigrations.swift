// SPDX-License-Identifier: Apache-2.0

import GRDB

/// The schema, step by step.
///
/// A step that has been released is never changed: add another.
enum OutboxMigrations {
    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("item", migrate: Self.item)
        migrator.registerMigration("work", migrate: Self.work)
        migrator.registerMigration("occasion", migrate: Self.occasion)
        return migrator
    }

    private static func item(_ database: Database) throws {
        try database.execute(
            sql: """
                CREATE TABLE item (
                    id INTEGER PRIMARY KEY AUTOINCREMENT,
                    account TEXT NOT NULL,
                    key TEXT NOT NULL,
                    lane TEXT NOT NULL,
                    method TEXT NOT NULL,
                    role INTEGER NOT NULL DEFAULT 0,
                    urgency INTEGER NOT NULL DEFAULT 1,
                    params BLOB NOT NULL,
                    queued_at INTEGER NOT NULL,
                    state INTEGER NOT NULL DEFAULT 0,
                    attempts INTEGER NOT NULL DEFAULT 0,
                    strikes INTEGER NOT NULL DEFAULT 0,
                    last_tried_at INTEGER,
                    uncertain_since INTEGER,
                    not_before INTEGER,
                    travels_alone INTEGER NOT NULL DEFAULT 0,
                    fault TEXT,                  -- a category, never a message
                    fault_code INTEGER,
                    dead_reason TEXT,
                    dead_at INTEGER,
                    UNIQUE (account, key)
                );
                CREATE INDEX item_state ON item (account, state, id);
                CREATE TABLE aggregate (
                    account TEXT NOT NULL,
                    lane TEXT NOT NULL,
                    stage INTEGER NOT NULL,
                    receipt BLOB,
                    changed_at INTEGER NOT NULL,
                    PRIMARY KEY (account, lane)
                ) WITHOUT ROWID;
                CREATE TABLE tally (
                    account TEXT PRIMARY KEY,
                    items INTEGER NOT NULL,
                    bytes INTEGER NOT NULL,
                    dead INTEGER NOT NULL,
                    refused INTEGER NOT NULL,
                    expired INTEGER NOT NULL,
                    evicted INTEGER NOT NULL
                ) WITHOUT ROWID;
                CREATE TABLE lease (
                    account TEXT PRIMARY KEY,
                    owner TEXT NOT NULL,
                    token INTEGER NOT NULL,
                    expires_at INTEGER NOT NULL
                ) WITHOUT ROWID;
                """
        )
    }

    /// What is known of work that goes on, and a name for this installation that says nothing of it.
    private static func work(_ database: Database) throws {
        try database.execute(
            sql: """
                ALTER TABLE aggregate ADD COLUMN worked INTEGER;    -- milliseconds
                ALTER TABLE aggregate ADD COLUMN seen_at INTEGER;   -- NULL unless it is to be ended when abandoned
                CREATE TABLE installation (name TEXT NOT NULL);
                INSERT INTO installation (name) VALUES (lower(hex(randomblob(12))));
                """
        )
    }

    /// Which versions an account has met last.
    private static func occasion(_ database: Database) throws {
        try database.execute(
            sql: """
                CREATE TABLE occasion (
                    account TEXT NOT NULL,
                    name TEXT NOT NULL,
                    version TEXT NOT NULL,
                    PRIMARY KEY (account, name)
                ) WITHOUT ROWID;
                """
        )
    }
}
