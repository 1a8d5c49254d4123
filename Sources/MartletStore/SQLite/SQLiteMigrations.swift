// SPDX-License-Identifier: Apache-2.0

import GRDB

/// The schema, step by step.
///
/// A step that has been released is never changed: add another.
enum SQLiteMigrations {
    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("log", migrate: Self.log)
        migrator.registerMigration("membership", migrate: Self.membership)
        migrator.registerMigration("idempotency", migrate: Self.idempotency)
        migrator.registerMigration("log total", migrate: Self.logTotal)
        migrator.registerMigration("user", migrate: Self.user)
        migrator.registerMigration("workspace", migrate: Self.workspace)
        migrator.registerMigration("channel", migrate: Self.channel)
        migrator.registerMigration("membership count", migrate: Self.membershipCount)
        migrator.registerMigration("identity", migrate: Self.identity)
        migrator.registerMigration("read cursor", migrate: Self.read)
        migrator.registerMigration("message", migrate: Self.message)
        migrator.registerMigration("mention", migrate: Self.mention)
        migrator.registerMigration("notification", migrate: Self.notification)
        migrator.registerMigration("media", migrate: Self.media)
        migrator.registerMigration("canvas", migrate: Self.canvas)
        migrator.registerMigration("huddle", migrate: Self.huddle)
        migrator.registerMigration("search reach", migrate: Self.searchReach)
        migrator.registerMigration("work session", migrate: Self.workSession)
        return migrator
    }

    private static func log(_ database: Database) throws {
        try database.execute(
            sql: """
                CREATE TABLE term (
                    first_seq INTEGER PRIMARY KEY,
                    epoch TEXT NOT NULL UNIQUE
                );
                CREATE TABLE log (
                    seq INTEGER PRIMARY KEY,
                    at INTEGER NOT NULL,
                    keys TEXT NOT NULL,          -- audience keys, comma-separated
                    except_users TEXT,           -- user ids, comma-separated
                    memberships BLOB,            -- JSON
                    redacts TEXT,                -- seqs, comma-separated
                    event BLOB NOT NULL
                );
                CREATE TABLE log_key (
                    key INTEGER NOT NULL,
                    seq INTEGER NOT NULL,
                    PRIMARY KEY (key, seq)
                ) WITHOUT ROWID;
                """
        )
    }

    private static func membership(_ database: Database) throws {
        try database.execute(
            sql: """
                CREATE TABLE membership (
                    user_id INTEGER NOT NULL,
                    key INTEGER NOT NULL,
                    begin_seq INTEGER NOT NULL,
                    end_seq INTEGER,
                    role TEXT NOT NULL,
                    joined_at INTEGER NOT NULL,
                    PRIMARY KEY (user_id, key, begin_seq)
                ) WITHOUT ROWID;
                CREATE UNIQUE INDEX membership_current ON membership (key, user_id) WHERE end_seq IS NULL;
                CREATE INDEX membership_ended ON membership (end_seq) WHERE end_seq IS NOT NULL;
                """
        )
    }

    private static func idempotency(_ database: Database) throws {
        try database.execute(
            sql: """
                CREATE TABLE idempotency (
                    user_id INTEGER NOT NULL,
                    method TEXT NOT NULL,
                    key TEXT NOT NULL,
                    params_hash BLOB NOT NULL,
                    reply BLOB NOT NULL,
                    message_id INTEGER,
                    at INTEGER NOT NULL,
                    PRIMARY KEY (user_id, method, key)
                ) WITHOUT ROWID;
                CREATE INDEX idempotency_message ON idempotency (message_id) WHERE message_id IS NOT NULL;
                CREATE INDEX idempotency_at ON idempotency (at);
                """
        )
    }
}
