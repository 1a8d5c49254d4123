// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import GRDB
import MartletRules
import MartletWire

/// Opens the database file, and refuses what it cannot trust.
enum SQLiteFile {
    /// The file's name in the data directory.
    static let name = "martlet.db"

    static func open(_ configuration: SQLiteConfiguration) throws -> DatabasePool {
        let path = configuration.directory + "/" + Self.name
        do {
            let pool = try DatabasePool(path: path, configuration: Self.pool(configuration))
            try Self.check(pool, path: path, whole: configuration.fullCheckBelow)
            guard try pool.read({ try !SQLiteMigrations.migrator.hasBeenSuperseded($0) }) else {
                throw StoreError(.newer, "data: a newer release of martlet wrote this store")
            }
            try SQLiteMigrations.migrator.migrate(pool)
            // GRDB sets NORMAL when it enters WAL mode, after `prepareDatabase`: FULL holds only when set here.
            try pool.writeWithoutTransaction { database in
                try database.execute(sql: "PRAGMA synchronous = FULL")
                guard try Int.fetchOne(database, sql: "PRAGMA synchronous") == 2 else {
                    throw StoreError(.inaccessible, "data: synchronous=FULL was refused")
                }
                guard try String.fetchOne(database, sql: "PRAGMA journal_mode") == "wal" else {
                    throw StoreError(.inaccessible, "data: the file system does not support write-ahead logging")
                }
            }
            return pool
        } catch let error as DatabaseError {
            throw error.opening
        }
    }

    /// Appends the term's entry and reads where the log stands.
    static func beginTerm(_ epoch: Epoch, in pool: DatabasePool, at now: Timestamp, limits: Limits) throws -> LogSpan {
        do {
            return try pool.write { database in
                let head = try SQLiteSnapshot(database, limits: limits).head()
                let last = try Int64.fetchOne(database, sql: "SELECT MAX(first_seq) FROM term") ?? 0
                let transaction = SQLiteTransaction(database, after: max(head, last), at: now, limits: limits)
                try transaction.begin(epoch)
                try transaction.establishOperator()
                return LogSpan(
                    head: try transaction.head(),
                    floor: try transaction.integer("SELECT MIN(seq) FROM log") ?? 1,
                    terms: try transaction.terms()
                )
            }
        } catch let error as DatabaseError {
            throw error.opening
        }
    }

    private static func pool(_ configuration: SQLiteConfiguration) -> Configuration {
        var pool = Configuration()
        pool.label = "martlet.store"
        pool.maximumReaderCount = configuration.readers
        pool.busyMode = .timeout(5)
        pool.prepareDatabase { database in
            try database.execute(sql: "PRAGMA cache_size = -16384; PRAGMA temp_store = MEMORY")
        }
        return pool
    }

    private static func check(_ pool: DatabasePool, path: String, whole limit: Int64) throws {
        let size = try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int64
        guard (size ?? 0) <= limit else {
            _ = try pool.read { try Int.fetchOne($0, sql: "SELECT COUNT(*) FROM sqlite_schema") }
            return
        }
        let answer = try pool.read { try String.fetchOne($0, sql: "PRAGMA quick_check(1)") }
        guard answer == "ok" else {
            throw StoreError(.corrupt, "data: the store is damaged; restore a backup (see docs/operations.md)")
        }
    }
}
