// SPDX-License-Identifier: Apache-2.0

#if Postgres
    package import MartletWire

    /// The write side: one transaction, and in it one change after another.
    ///
    /// It opens with its first statement, and locks the log before anything else is looked at: what one core has
    /// checked, no other can change before the commit. Statements whose answers are not needed travel with the next
    /// one that is; rows that are added alike, by one change or several, travel in one statement. Confined to the
    /// committing thread.
    package final class PostgresTransaction: PostgresReading {
        /// How the log stood when this transaction locked it.
        struct Log {
            var head: Seq
            var bytes: Int64
        }

        /// The commit of a core's term, so that one whose outcome is unknown can be asked for.
        struct Token: Hashable {
            var term: Epoch
            var number: Int64
        }

        /// The instant of the transaction.
        package let now: Timestamp
        package let limits: Limits
        package let isLeading: Bool
        package var draft = LogDraft(after: 0)
        private let connection: PostgresConnection
        private var isOpen = false
        /// How the log stood; nil before it was locked.
        private(set) var log: Log?
        /// How many statements have changed something.
        private var writes = 0
        /// Answers that were asked for before any change was made.
        private var foreseen: [PostgresQuestion: [PostgresRow]] = [:]
        /// The tables that have been written to since, those of them that had not only rows added, and the keys of rows
        /// that were.
        private var (touched, rewritten): (Set<String>, Set<String>) = ([], [])
        private var addedKeys: Set<RowKey> = []
        /// Rows that are to be added and have not been sent, by how they are.
        private var unsent: [(insertion: PostgresInsertion, rows: [PostgresArguments])] = []
        /// Whether the database was asked to commit.
        private(set) var isCommitting = false

        /// Prepares a transaction.
        ///
        /// - Parameters:
        ///   - connection: What it runs on.
        ///   - now: Its instant.
        ///   - limits: The sizes that hold.
        ///   - isLeading: Whether the connection holds the lead: no other has it before this one ends.
        init(_ connection: PostgresConnection, at now: Timestamp, limits: Limits, isLeading: Bool) {
            self.connection = connection
            self.now = now
            self.limits = limits
            self.isLeading = isLeading
        }

        /// Whether anything was written.
        var hasWritten: Bool { self.writes > 0 }

        /// Asks what the changes are going to ask first, all in one round trip, with the log locked.
        ///
        /// - Throws: ``PostgresError``.
        func foresee(_ changes: [Change]) throws {
            let rehearsal = PostgresRehearsal(at: self.now, limits: self.limits, isLeading: self.isLeading)
            for change in changes { rehearsal.rehearse(change) }
            guard rehearsal.questions.count > 1 else { return }
            try self.takeLog(asking: rehearsal.questions)
        }

        /// Runs one change.
        ///
        /// - Parameters:
        ///   - change: What is to be done.
        ///   - isGuarded: Whether in a savepoint, so that it can be undone alone whatever it wrote.
        /// - Returns: What tells the outcome of the commit.
        /// - Throws: What the change throws; nothing of it remains then. ``Entangled`` if that cannot be had without a
        ///   savepoint, ``PostgresError`` if the store failed: the transaction must be rolled back.
        func attempt(_ change: Change, isGuarded: Bool) throws -> @Sendable (CommitFailure?) -> Void {
            let mark = self.draft.begin(change.cause)
            let writes = self.writes
            do {
                if isGuarded { try self.execute("SAVEPOINT change") }
                let told = try change.perform(in: self)
                if isGuarded { _ = try self.run("RELEASE change") }
                return told
            } catch {
                self.draft.undo(to: mark)
                if self.draft.entries.isEmpty, let log { self.draft.stands(at: log.head) }
                guard isGuarded else {
                    // A statement that failed has ended the whole transaction.
                    let isOwn = self.writes == writes && !(error is PostgresError)
                    throw isOwn || self.meansStoreFailure(error) ? error : Entangled()
                }
                guard !self.meansStoreFailure(error) else { throw error }
                try self.undo()
                throw error
            }
        }

        /// A change without a savepoint failed when it had written already.
        struct Entangled: Error {}

        private func meansStoreFailure(_ error: any Error) -> Bool {
            (error as? PostgresError)?.meansStoreFailure ?? false
        }

        private func undo() throws {
            self.unsent = []
            // What was sent and not waited for may be what failed.
            _ = try? self.settle()
            _ = try self.run("ROLLBACK TO change")
            _ = try self.run("RELEASE change")
        }

        /// Makes it durable; nothing to do if nothing was asked.
        ///
        /// - Parameter token: Written with it, if anything is.
        /// - Throws: ``PostgresError``; the transaction may be durable all the same if ``isCommitting`` stays true.
        ///   ``Entangled`` if a change left it broken.
        func commit(_ token: Token) throws {
            guard self.isOpen else { return }
            if self.hasWritten {
                try self.takeLog()
                try self.execute(
                    "UPDATE log_total SET bytes = bytes + ?, head = ?",
                    [self.draft.gained, self.draft.last]
                )
                try self.execute("UPDATE term SET commits = ? WHERE epoch = ?", [token.number, token.term.rawValue])
            }
            self.isCommitting = true
            let answers: [PostgresAnswer]
            do {
                try self.send("COMMIT")
                answers = try self.settle()
            } catch let error as PostgresError where !error.meansLostConnection {
                self.isCommitting = false
                throw error
            }
            // A transaction that an error has ended answers so without an error of its own.
            guard answers.last?.tag == "COMMIT" else {
                self.isCommitting = false
                throw Entangled()
            }
        }

        /// Undoes it; a connection that cannot even do this is not used again.
        func rollBack() {
            self.unsent = []
            guard self.isOpen, self.connection.isAlive else { return }
            _ = try? self.settle()
            _ = try? self.connection.run("ROLLBACK")
        }
    }

    extension PostgresTransaction: SQLWriting {
        package func ask(_ sql: String, _ arguments: PostgresArguments) throws -> [PostgresRow] {
            if !self.foreseen.isEmpty, self.connection.statement(sql).tables.isDisjoint(with: self.touched),
                let rows = self.foreseen[PostgresQuestion(sql, arguments)]
            {
                return rows
            }
            return try self.run(sql, arguments).rows
        }

        package func row(under key: RowKey, _ sql: String, _ arguments: PostgresArguments) throws -> PostgresRow? {
            if !self.addedKeys.contains(key), !self.rewritten.contains(key.table),
                let rows = self.foreseen[PostgresQuestion(sql, arguments)]
            {
                return rows.first
            }
            return try self.run(sql, arguments).rows.first
        }

        package func added(_ key: RowKey) {
            self.addedKeys.insert(key)
        }

        package func execute(_ sql: String, _ arguments: PostgresArguments = []) throws {
            try self.open()
            self.willWrite(sql)
            if let index = self.unsent.firstIndex(where: { $0.insertion.sql == sql }) {
                self.unsent[index].rows.append(arguments)
            } else if let insertion = self.connection.insertion(sql) {
                self.unsent.append((insertion, [arguments]))
            } else {
                try self.send(sql, arguments)
            }
        }

        package func change(_ sql: String, _ arguments: PostgresArguments) throws -> Int {
            self.willWrite(sql)
            return try self.run(sql, arguments).count
        }

        package func add(_ sql: String, _ arguments: PostgresArguments) throws -> Int64 {
            self.willWrite(sql)
            return try self.run(sql + " RETURNING id", arguments).rows.first.map { $0[0] } ?? 0
        }

        package func note(_ note: PeerNote) throws {
            try self.execute(PostgresPeers.tell, [try PostgresPeers.encode(note)])
        }

        package func takeLog() throws {
            guard self.log == nil else { return }
            try self.open()
            _ = try self.settle()
        }

        /// Asks with the opening of the transaction, whose two answers come first.
        private func takeLog(asking questions: [PostgresQuestion]) throws {
            guard !self.isOpen else { preconditionFailure("questions are asked ahead, and this is too late") }
            try self.open()
            var sent: [PostgresQuestion] = []
            for question in questions {
                // What cannot even be asked fails when its turn comes.
                guard (try? self.connection.send(question.sql, question.arguments)) != nil else { continue }
                sent.append(question)
            }
            let answers = try self.settle()
            for (question, answer) in zip(sent, answers.dropFirst(2)) { self.foreseen[question] = answer.rows }
        }

        private func willWrite(_ sql: String) {
            self.writes += 1
            let statement = self.connection.statement(sql)
            self.touched.formUnion(statement.tables)
            if !statement.isInsertion { self.rewritten.formUnion(statement.tables) }
        }

        private func run(_ sql: String, _ arguments: PostgresArguments = []) throws -> PostgresAnswer {
            try self.open()
            try self.send(sql, arguments)
            guard let answer = try self.settle().last else { preconditionFailure("a statement without an answer") }
            return answer
        }

        /// Sends a statement after the rows that are to be added before it.
        private func send(_ sql: String, _ arguments: PostgresArguments = []) throws {
            let unsent = self.unsent
            self.unsent = []
            for (insertion, rows) in unsent {
                for statement in insertion.statements(adding: rows) {
                    try self.connection.send(statement.sql, statement.arguments)
                }
            }
            try self.connection.send(sql, arguments)
        }

        private func open() throws {
            guard !self.isOpen else { return }
            self.isOpen = true
            try self.connection.send("BEGIN ISOLATION LEVEL READ COMMITTED")
            try self.connection.send("SELECT head, bytes FROM log_total FOR UPDATE")
        }

        private func settle() throws -> [PostgresAnswer] {
            let answers = try self.connection.settle()
            if self.log == nil, answers.count > 1, let row = answers[1].rows.first {
                let log = Log(head: row[0], bytes: row[1])
                self.draft.stands(at: log.head)
                self.log = log
            }
            return answers
        }
    }

    extension PostgresTransaction {
        /// Nothing is left for later.
        package func indexText(of message: Message, in workspace: WorkspaceID) throws {
            guard let words = SearchWords.vector(of: message.body) else { return }
            try self.execute(
                "INSERT INTO message_search (message_id, words) VALUES (?, CAST(? AS tsvector))",
                [message.id, words]
            )
        }

        package func replaceIndexed(_ message: Message, with body: String, in workspace: WorkspaceID) throws {
            try self.execute("DELETE FROM message_search WHERE message_id = ?", [message.id])
            var message = message
            message.body = body
            try self.indexText(of: message, in: workspace)
        }

        package func hasContent(of stored: StoredMedia) throws -> Bool {
            let parts = try self.integer("SELECT COUNT(*) FROM media_part WHERE content_hash = ?", [stored.contentHash])
            let size = Int64(PostgresMedia.partSize)
            return parts == (stored.media.size + size - 1) / size
        }

        /// Nothing to do: PostgreSQL's vacuum takes removed words out of the index.
        package func tidySearch(beginning isFirst: Bool) -> Bool { false }
    }
#endif
