// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
package import GRDB
package import MartletWire

/// The write side: one transaction, and in it one change after another.
///
/// Confined to the writer's queue. The seqs that a change took are handed back when it is undone.
package final class SQLiteTransaction: SQLiteSnapshot {
    /// The instant of the transaction.
    package let now: Timestamp
    /// The key of the call that is being carried out.
    var cause: String?
    private(set) var appended: [LogEntry] = []
    /// How many bytes of events the log gains.
    var gained: Int64 = 0
    /// How many messages it stores that the search index is not told of.
    var unindexed = 0
    /// What the search index is told before the commit.
    var indexChanges: [SearchIndexChange] = []
    private var last: Seq
    /// Entries of this transaction that the present change has redacted, as they were before.
    private var replaced: [(index: Int, entry: LogEntry)] = []

    init(_ database: Database, after last: Seq, at now: Timestamp, limits: Limits) {
        self.last = last
        self.now = now
        super.init(database, limits: limits)
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
        let mark = (
            seq: self.last,
            count: self.appended.count,
            gained: self.gained,
            unindexed: self.unindexed,
            indexed: self.indexChanges.count,
            changes: self.database.totalChangesCount
        )
        self.cause = change.cause
        self.replaced = []
        if isGuarded { try self.execute("SAVEPOINT change") }
        do {
            let told = try change.perform(in: self)
            if isGuarded { try self.execute("RELEASE change") }
            return told
        } catch {
            for (index, entry) in self.replaced.reversed() { self.appended[index] = entry }
            self.appended.removeSubrange(mark.count...)
            self.indexChanges.removeSubrange(mark.indexed...)
            (self.last, self.gained, self.unindexed) = (mark.seq, mark.gained, mark.unindexed)
            // Some failures of the store, a full disk for one, have ended the whole transaction.
            guard self.database.isInsideTransaction else { throw error }
            if isGuarded {
                try self.execute("ROLLBACK TO change")
                try self.execute("RELEASE change")
            } else if self.database.totalChangesCount > mark.changes {
                throw Entangled()
            }
            throw error
        }
    }

    /// A change without a savepoint failed when it had written already.
    struct Entangled: Error {}

    /// Writes down what is kept once a transaction; the last thing before the commit.
    func finish() throws {
        guard self.gained != 0 else { return }
        try self.execute("UPDATE log_total SET bytes = bytes + ?", [self.gained])
    }

    /// Runs a statement that is prepared once per connection.
    package func execute(_ sql: String, _ arguments: StatementArguments = []) throws {
        try self.database.cachedStatement(sql: sql).execute(arguments: arguments)
    }
}

extension SQLiteTransaction: StoreWriting {
    package func append<Content: Event>(
        to audience: Audience,
        memberships: [MembershipChange],
        redacting redacted: [Seq],
        _ event: (Seq) throws -> Content
    ) throws -> Seq {
        let seq = self.last + 1
        let entry = LogEntry(
            seq: seq,
            audience: audience,
            memberships: memberships,
            redacts: redacted,
            event: try EventBytes.encode(try event(seq), cause: self.cause)
        )
        try self.insert(entry)
        try self.redact(redacted)
        return seq
    }

    /// Begins a term: an entry that nobody hears.
    func begin(_ epoch: Epoch) throws {
        let entry = LogEntry(seq: self.last + 1, audience: .nobody, term: epoch, event: [])
        try self.execute("INSERT INTO term (first_seq, epoch) VALUES (?, ?)", [entry.seq, epoch.rawValue])
        try self.insert(entry)
    }

    private func insert(_ entry: LogEntry) throws {
        guard entry.encodedSize <= self.limits.entry else {
            throw RPCError(
                .tooLarge,
                "the encoded event is larger than \(self.limits.entry) bytes",
                data: RPCError.Detail(limit: Int64(self.limits.entry))
            )
        }
        let keys = entry.audience.keys
        let memberships = entry.memberships.isEmpty ? nil : Data(try WireEncoder().encode(entry.memberships))
        try self.execute(
            "INSERT INTO log (seq, at, keys, except_users, memberships, redacts, event) VALUES (?, ?, ?, ?, ?, ?, ?)",
            [
                entry.seq, self.now, Self.list(keys.map(\.rawValue)),
                entry.audience.except.isEmpty ? nil : Self.list(entry.audience.except.map(\.rawValue)),
                memberships, entry.redacts.isEmpty ? nil : Self.list(entry.redacts), Data(entry.event),
            ]
        )
        for key in keys {
            try self.execute("INSERT OR IGNORE INTO log_key (key, seq) VALUES (?, ?)", [key, entry.seq])
        }
        self.last = entry.seq
        self.gained += Int64(entry.event.count)
        self.appended.append(entry)
    }

    /// Takes the text out of earlier entries; those of the same transaction are replaced before anyone hears them.
    private func redact(_ seqs: [Seq]) throws {
        for seq in seqs {
            guard let event = try self.row("SELECT event FROM log WHERE seq = ?", [seq]).map({ $0[0] as Data }) else {
                continue
            }
            let bytes = try EventBytes.redacted([UInt8](event))
            try self.execute("UPDATE log SET event = ? WHERE seq = ?", [Data(bytes), seq])
            self.gained += Int64(bytes.count - event.count)
            if let index = self.appended.firstIndex(where: { $0.seq == seq }) {
                self.replaced.append((index, self.appended[index]))
                self.appended[index] = self.appended[index].replacing(event: bytes)
            }
        }
    }

    private static func list(_ numbers: [Int64]) -> String {
        numbers.count == 1 ? String(numbers[0]) : numbers.map { String($0) }.joined(separator: ",")
    }
}
