// SPDX-License-Identifier: Apache-2.0

#if Postgres
    import MartletRules
    import MartletWire

    /// A core's writing connection, under one term at a time.
    // Sendable because only the store's queue uses it, and the store's initialiser before there is a queue.
    final class PostgresWriter: @unchecked Sendable {
        /// The log as a core finds it when it begins a term.
        struct Arrival {
            var extent: LogSpan
            var bytes: Int64
            /// What was committed since the core last knew, and the term's own entry.
            var entries: [LogEntry]
            /// Whether the transaction that was in doubt had been committed; nil if none was.
            var wasCommitted: Bool?
        }

        private(set) var connection: PostgresConnection?
        /// The present term.
        private(set) var term: Epoch
        /// How many transactions were begun in it.
        private var number: Int64 = 0
        /// Whether the connection makes this core the one that leads.
        private var hasLead = false
        /// The transaction of which nobody knows whether it was committed.
        var doubt: PostgresTransaction.Token?

        init(_ connection: PostgresConnection, term: Epoch) {
            self.connection = connection
            self.term = term
        }

        /// Whether statements can be sent.
        var isConnected: Bool { self.connection?.isAlive ?? false }

        /// Whether this core leads all that share the store.
        var isLeading: Bool { self.hasLead && self.isConnected }

        /// Takes the lead if nobody has it.
        func seekLead() throws {
            guard let connection, !self.hasLead else { return }
            self.hasLead = try connection.run(PostgresPeers.seek).rows.first.map { $0[0] } ?? false
        }

        /// What other cores have said since this was last asked.
        func takeNotes() -> [PeerNote] {
            (self.connection?.takeNotes() ?? []).compactMap(PostgresPeers.decode)
        }

        /// What is written with the next transaction.
        func nextToken() -> PostgresTransaction.Token {
            self.number += 1
            return PostgresTransaction.Token(term: self.term, number: self.number)
        }

        /// Uses another connection under a new term.
        func connect(_ connection: PostgresConnection, term: Epoch) {
            self.connection = connection
            self.term = term
            self.number = 0
            self.hasLead = false
        }

        func disconnect() {
            self.connection = nil
            self.hasLead = false
        }

        /// Begins the term: an entry in the log that nobody hears.
        ///
        /// Locking the log waits for whatever this core had begun on another connection, so that what it was asked for
        /// there is then known.
        /// - Parameters:
        ///   - now: The instant of the transaction.
        ///   - limits: The sizes that hold.
        ///   - known: Where the log stood when the core last knew; nil when it starts.
        /// - Returns: How the log stands.
        /// - Throws: ``PostgresError``.
        func arrive(at now: Timestamp, limits: Limits, knowing known: LogSpan?) throws -> Arrival {
            guard let connection else { throw PostgresError.unreachable("there is no connection") }
            let transaction = PostgresTransaction(connection, at: now, limits: limits, isLeading: self.isLeading)
            do {
                try transaction.takeLog()
                let wasCommitted = try self.doubt.map { doubt in
                    try transaction.integer("SELECT commits FROM term WHERE epoch = ?", [doubt.term.rawValue])
                        == doubt.number
                }
                // A database that was restored, or a standby that had not heard all, may have lost some terms' entries.
                let last = try transaction.integer("SELECT MAX(first_seq) FROM term") ?? 0
                transaction.draft.stands(at: max(last, transaction.draft.last))
                try transaction.begin(self.term)
                try transaction.establishOperator()
                let extent = LogSpan(
                    head: transaction.draft.last,
                    floor: try transaction.integer("SELECT MIN(seq) FROM log") ?? 1,
                    terms: try transaction.terms()
                )
                let entries = try known.map { known in
                    try transaction.entries(after: Self.fork(of: known, and: extent.terms), limit: .max)
                }
                try transaction.commit(self.nextToken())
                let bytes = (transaction.log?.bytes ?? 0) + transaction.draft.gained
                self.doubt = nil
                return Arrival(
                    extent: extent,
                    bytes: bytes,
                    entries: entries ?? [],
                    wasCommitted: wasCommitted
                )
            } catch {
                transaction.rollBack()
                throw error
            }
        }

        /// The last entry that what a core knows and what the database has share.
        ///
        /// It is the last that is known, unless the database lost some: then a term of which the core knows nothing
        /// began before there, and whoever follows hears everything from that term on.
        private static func fork(of known: LogSpan, and terms: [Term]) -> Seq {
            let turn = terms.first { $0.firstSeq <= known.head && !known.terms.contains($0) }
            return turn.map { $0.firstSeq - 1 } ?? known.head
        }
    }
#endif
