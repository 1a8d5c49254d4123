// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import GRDB
import MartletRules
package import MartletWire

/// The positions of one installation, in a SQLite file beside its outbox.
///
/// A write is in the write-ahead log when it returns, so that it survives the process; it is not flushed to the disk one
/// by one, since an older position only repeats events. A file that cannot be read is replaced by an empty one: whoever
/// begins without a position loads everything afresh.
package struct PositionFile: PositionStorage {
    /// The file's name in its directory.
    package static let name = "positions.db"

    private let queue: DatabaseQueue

    /// Opens or creates the file.
    /// - Parameter directory: Where; created if it is absent, for its owner's eyes only.
    /// - Throws: ``PositionError`` if the place cannot be used, or a newer release wrote the file.
    package init(in directory: String) throws(PositionError) {
        do {
            try FileManager.default.createDirectory(
                atPath: directory,
                withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700]
            )
        } catch {
            throw PositionError("storage: the directory cannot be created")
        }
        let path = directory + "/" + Self.name
        do {
            self.queue = try Self.open(path)
        } catch let error as PositionError {
            throw error
        } catch {
            for suffix in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: path + suffix) }
            do {
                self.queue = try Self.open(path)
            } catch {
                throw PositionError("storage: the file of positions cannot be opened")
            }
        }
    }

    /// Ends its use.
    package func close() {
        try? self.queue.close()
    }

    package func bookmark(of account: Account) async throws(PositionError) -> Bookmark? {
        try await self.access { database in
            try Row.fetchOne(
                database,
                sql: "SELECT epoch, seq, fresh_at, snapshot FROM bookmark WHERE account = ?",
                arguments: [account.name]
            ).map { row in
                Bookmark(
                    Position(epoch: Epoch(rawValue: row[0]), seq: row[1]),
                    freshness: Timestamp(rawValue: row[2]),
                    // One that cannot be read says that nothing is known already: then some events come once more.
                    snapshot: (row[3] as Data?).flatMap { try? WireDecoder().decode(Snapshot.self, from: Array($0)) }
                )
            }
        }
    }

    package func save(_ bookmark: Bookmark, of account: Account) async throws(PositionError) {
        try await self.access { database in
            try database.execute(
                sql: """
                    INSERT OR REPLACE INTO bookmark (account, epoch, seq, fresh_at, snapshot) VALUES (?, ?, ?, ?, ?)
                    """,
                arguments: [
                    account.name, bookmark.position.epoch.rawValue, bookmark.position.seq, bookmark.freshness.rawValue,
                    try bookmark.snapshot.map { Data(try WireEncoder().encode($0)) },
                ]
            )
        }
    }

    package func forget(_ account: Account) async throws(PositionError) {
        try await self.access { database in
            try database.execute(sql: "DELETE FROM bookmark WHERE account = ?", arguments: [account.name])
        }
    }

    package func lastUser(of server: String) async throws(PositionError) -> UserID? {
        try await self.access { database in
            try Int64.fetchOne(database, sql: "SELECT user FROM person WHERE server = ?", arguments: [server])
                .map { UserID(rawValue: $0) }
        }
    }

    package func signedIn(_ account: Account) async throws(PositionError) {
        try await self.access { database in
            try database.execute(
                sql: "INSERT OR REPLACE INTO person (server, user) VALUES (?, ?)",
                arguments: [account.server, account.user.rawValue]
            )
        }
    }

    private static func open(_ path: String) throws -> DatabaseQueue {
        var configuration = Configuration()
        configuration.label = "martlet.positions"
        configuration.journalMode = .wal
        configuration.busyMode = .timeout(5)
        let queue = try DatabaseQueue(path: path, configuration: configuration)
        guard try queue.read({ try !Self.migrator.hasBeenSuperseded($0) }) else {
            throw PositionError("storage: a newer release wrote the file of positions")
        }
        try Self.migrator.migrate(queue)
        return queue
    }

    /// A step that has been released is never changed: add another.
    private static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("bookmark") { database in
            try database.execute(
                sql: """
                    CREATE TABLE bookmark (
                        account TEXT PRIMARY KEY,
                        epoch TEXT NOT NULL,
                        seq INTEGER NOT NULL,
                        fresh_at INTEGER NOT NULL
                    ) WITHOUT ROWID;
                    CREATE TABLE person (server TEXT PRIMARY KEY, user INTEGER NOT NULL) WITHOUT ROWID;
                    """
            )
        }
        migrator.registerMigration("snapshot") { database in
            try database.execute(sql: "ALTER TABLE bookmark ADD COLUMN snapshot BLOB")
        }
        return migrator
    }

    /// Reads or writes, also for a task that was cancelled: what was applied must not be forgotten because somebody
    /// leaves.
    private func access<Answer: Sendable>(
        _ body: @escaping @Sendable (Database) throws -> Answer
    ) async throws(PositionError) -> Answer {
        let result = await withCheckedContinuation { continuation in
            self.queue.asyncWriteWithoutTransaction { database in
                continuation.resume(returning: Result { try body(database) })
            }
        }
        do {
            return try result.get()
        } catch {
            throw PositionError("storage: the file of positions cannot be read or written")
        }
    }
}
