// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import GRDB
package import MartletRules
package import MartletWire

/// The outboxes of all accounts of one installation, in one SQLite file that several processes may open.
///
/// Write-ahead log and `synchronous=FULL`: what was queued survives a loss of power, and a tail that was torn by one is
/// cut off where it stops making sense. A file that is damaged is set aside, and never stands in the way.
package final class OutboxFile: Sendable {
    /// The file's name in its directory.
    package static let name = "outbox.db"

    /// The name under which a damaged file was set aside when this one was opened; nil if the file was good.
    package let setAside: String?
    /// A random name for this installation, under which it reports what it gave up.
    package let installation: String
    private let pool: DatabasePool
    private let committer: GroupCommitter
    private let lifelines: Lifelines

    /// Opens or creates the file; blocks while it is checked.
    ///
    /// - Parameters:
    ///   - directory: Where; created if it is absent, for its owner's eyes only.
    ///   - now: The wall clock, for the name of a file that is set aside and for what is too old to be kept.
    /// - Throws: ``OutboxError`` if the place cannot be used, or a newer release wrote the file.
    package init(in directory: String, at now: Timestamp) throws(OutboxError) {
        do {
            try FileManager.default.createDirectory(
                atPath: directory,
                withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700]
            )
        } catch {
            throw OutboxError(.inaccessible, "storage: the directory cannot be created")
        }
        let path = directory + "/" + Self.name
        do {
            (self.pool, self.setAside) = (try Self.open(path), nil)
        } catch let error where error.code == .damaged {
            self.setAside = try Self.setAside(path, at: now)
            self.pool = try Self.open(path)
        }
        self.committer = GroupCommitter(self.pool)
        self.lifelines = Lifelines(in: directory)
        self.installation = try Self.installation(self.pool)
        try Self.tidy(self.pool, at: now)
    }

    /// One account's outbox.
    package func storage(for account: String, limits: OutboxLimits = OutboxLimits()) -> SQLiteOutbox {
        SQLiteOutbox(
            account: account,
            limits: limits,
            pool: self.pool,
            committer: self.committer,
            lifelines: self.lifelines
        )
    }

    /// Ends its use; what is being written is finished first.
    package func close() {
        self.committer.finish()
        // So that what was closed is whole without its `-wal`; the readers keep SQLite from doing it itself.
        _ = try? self.pool.writeWithoutTransaction { try $0.checkpoint(.truncate) }
        try? self.pool.close()
        self.lifelines.cut()
    }

    private static func open(_ path: String) throws(OutboxError) -> DatabasePool {
        do {
            var configuration = Configuration()
            configuration.label = "martlet.outbox"
            configuration.maximumReaderCount = 2
            configuration.busyMode = .timeout(5)
            let pool = try DatabasePool(path: path, configuration: configuration)
            let answer = try pool.read { try String.fetchOne($0, sql: "PRAGMA quick_check(1)") }
            guard answer == "ok" else { throw OutboxError(.damaged, "storage: the outbox's file is damaged") }
            guard try pool.read({ try !OutboxMigrations.migrator.hasBeenSuperseded($0) }) else {
                throw OutboxError(.newer, "storage: a newer release wrote the outbox's file")
            }
            try OutboxMigrations.migrator.migrate(pool)
            // GRDB sets NORMAL when it enters WAL mode, after `prepareDatabase`: FULL holds only when set here.
            try pool.writeWithoutTransaction { database in
                try database.execute(sql: "PRAGMA synchronous = FULL")
                guard try Int.fetchOne(database, sql: "PRAGMA synchronous") == 2,
                    try String.fetchOne(database, sql: "PRAGMA journal_mode") == "wal"
                else { throw OutboxError(.inaccessible, "storage: the file system does not keep what it was given") }
            }
            return pool
        } catch {
            throw OutboxError(error)
        }
    }

    private static func installation(_ pool: DatabasePool) throws(OutboxError) -> String {
        do {
            return try pool.read { try String.fetchOne($0, sql: "SELECT name FROM installation") } ?? "unnamed"
        } catch {
            throw OutboxError(error)
        }
    }

    private static func setAside(_ path: String, at now: Timestamp) throws(OutboxError) -> String {
        let name = "outbox-damaged-\(now.rawValue).db"
        let directory = String(path.dropLast(Self.name.count))
        do {
            try FileManager.default.moveItem(atPath: path, toPath: directory + name)
            for suffix in ["-wal", "-shm"] where FileManager.default.fileExists(atPath: path + suffix) {
                try FileManager.default.moveItem(atPath: path + suffix, toPath: directory + name + suffix)
            }
        } catch {
            throw OutboxError(.damaged, "storage: the outbox's file is damaged and cannot be set aside")
        }
        return name
    }

    /// Forgets the ends of what ended long ago.
    private static func tidy(_ pool: DatabasePool, at now: Timestamp) throws(OutboxError) {
        let limits = OutboxLimits()
        do {
            try pool.write { database in
                try database.execute(
                    sql: """
                        DELETE FROM aggregate WHERE stage IN (?, ?) AND changed_at < ? AND NOT EXISTS (
                            SELECT 1 FROM item WHERE item.account = aggregate.account AND item.lane = aggregate.lane
                        )
                        """,
                    arguments: [
                        AggregateStage.closed.rawValue, AggregateStage.dead.rawValue,
                        now.advanced(by: .zero - limits.keyLife).rawValue,
                    ]
                )
            }
        } catch {
            throw OutboxError(error)
        }
    }
}
