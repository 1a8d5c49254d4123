// SPDX-License-Identifier: Apache-2.0

package import GRDB
package import MartletWire

/// The write side: one transaction, and in it one change after another.
///
/// Confined to the writer's queue. The seqs that a change took are handed back when it is undone.
package final class SQLiteTransaction: SQLiteReading {
    package let database: Database
    package let limits: Limits
    /// The instant of the transaction.
    package let now: Timestamp
    package var draft: LogDraft
    /// How many messages it stores that the search index is not told of.
    var unindexed = 0
    /// What the search index is told before the commit.
    var indexChanges: [SearchIndexChange] = []

    init(_ database: Database, after last: Seq, at now: Timestamp, limits: Limits) {
        self.database = database
        self.limits = limits
        self.now = now
        self.draft = LogDraft(after: last)
    }

    /// Opens the transaction.
    func open() throws {
        try self.execute("BEGIN IMMEDIATE")
    }

    /// Makes it durable.
    func commit() throws {
        try self.execute("COMMIT")
    }

    /// Undoes it, unless SQLite has done so already.
    func rollBack() {
        if self.database.isInsideTransaction { try? self.execute("ROLLBACK") }
    }

    /// Runs one change.
    ///
    /// - Parameters:
    ///   - change: What is to be done.
    ///   - isGuarded: Whether in a savepoint, so that it can be undone alone whatever it wrote.
    /// - Returns: What tells the outcome of the commit.
    /// - Throws: What the change throws; nothing of it remains then. ``Entangled`` if that cannot be had without a
    ///   savepoint: the transaction must be rolled back.
    func attempt(_ change: Change, isGuarded: Bool) throws -> @Sendable (CommitFailure?) -> Void {
        let mark = self.draft.begin(change.cause)
        let (unindexed, indexed) = (self.unindexed, self.indexChanges.count)
        let changes = self.database.totalChangesCount
        if isGuarded { try self.execute("SAVEPOINT change") }
        do {
            let told = try change.perform(in: self)
            if isGuarded { try self.execute("RELEASE change") }
            return told
        } catch {
            self.draft.undo(to: mark)
            self.indexChanges.removeSubrange(indexed...)
            self.unindexed = unindexed
            // Some failures of the store, a full disk for one, have ended the whole transaction.
            guard self.database.isInsideTransaction else { throw error }
            if isGuarded {
                try self.execute("ROLLBACK TO change")
                try self.execute("RELEASE change")
            } else if self.database.totalChangesCount > changes {
                throw Entangled()
            }
            throw error
        }
    }

    /// A change without a savepoint failed when it had written already.
    struct Entangled: Error {}

    /// Writes down what is kept once a transaction; the last thing before the commit.
    func finish() throws {
        guard self.draft.gained != 0 else { return }
        try self.execute("UPDATE log_total SET bytes = bytes + ?", [self.draft.gained])
    }

}

extension SQLiteTransaction: SQLWriting {
    /// Runs a statement that is prepared once per connection.
    package func execute(_ sql: String, _ arguments: StatementArguments = []) throws {
        try self.database.cachedStatement(sql: sql).execute(arguments: arguments)
    }

    package func change(_ sql: String, _ arguments: StatementArguments) throws -> Int {
        try self.execute(sql, arguments)
        return self.database.changesCount
    }

    package func add(_ sql: String, _ arguments: StatementArguments) throws -> Int64 {
        try self.execute(sql, arguments)
        return self.database.lastInsertedRowID
    }

    /// Nothing to do: a transaction that is open is the only one that writes.
    package func takeLog() {}

    /// The file was there before.
    package func hasContent(of stored: StoredMedia) -> Bool { true }

    package var isLeading: Bool { true }

    /// Nothing to do: there is no other core.
    package func note(_ note: PeerNote) {}
}
