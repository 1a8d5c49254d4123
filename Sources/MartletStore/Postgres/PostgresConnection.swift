// SPDX-License-Identifier: Apache-2.0

#if Postgres
    import CPostgres
    import FoundationEssentials
    import GRDB

    #if canImport(Glibc)
        import Glibc
    #elseif canImport(Darwin)
        import Darwin
    #elseif canImport(Musl)
        import Musl
    #endif

    /// One connection to PostgreSQL. Statements are sent without waiting for the one before; ``settle()`` waits.
    ///
    /// It blocks its thread, so never one that belongs to an event loop or to Swift's tasks.
    // Sendable because a pool or a queue lets one thread at a time have it; it has no lock of its own.
    final class PostgresConnection: @unchecked Sendable {
        private let connection: OpaquePointer
        /// How long it is waited for.
        let patience: PostgresPatience
        /// What was prepared on this connection, by the shared text.
        private var prepared: [String: (name: String, statement: PostgresStatement)] = [:]
        /// What each shared text comes to.
        private var statements: [String: PostgresStatement] = [:]
        /// Which shared texts add one row; nil for the others.
        private var insertions: [String: PostgresInsertion?] = [:]
        /// How often answers were waited for.
        private(set) var roundTrips = 0
        /// How many statements were prepared, so that no name is given twice.
        private var preparations = 0
        private var sent: [Sent] = []
        /// What other cores have said to this one, and nobody has taken.
        private var notes: [String] = []

        /// What a result is awaited for.
        private enum Sent {
            case preparation(of: String)
            case statement
        }

        /// What a connection is for.
        enum Purpose {
            /// Snapshots, which may be looked at for as long as a statement may take.
            case reading
            /// Transactions, which hold the log.
            case writing
            /// The schema, and copies of a whole store: whatever takes as long as it takes.
            case upkeep
        }

        /// Connects; blocks until then.
        ///
        /// - Parameters:
        ///   - configuration: Where and how.
        ///   - purpose: What for.
        ///   - host: Where alone; nil for whichever server takes writes.
        /// - Throws: ``PostgresError`` if the database cannot be reached now, ``StoreError`` if it can never be used.
        init(_ configuration: PostgresConfiguration, for purpose: Purpose, at host: PostgresHost? = nil) throws {
            self.patience = PostgresPatience(limit: purpose.wait(by: configuration))
            self.connection = try Self.connect(configuration, at: host)
            // Notices would go to standard error.
            PQsetNoticeProcessor(self.connection, { _, _ in }, nil)
            try self.prepareSession(configuration, for: purpose)
        }

        deinit {
            PQfinish(self.connection)
        }

        /// Where it leads.
        var host: PostgresHost { PostgresHost(of: self.connection) }

        /// Whether it can be used on.
        var isAlive: Bool { !self.patience.isOver && PQstatus(self.connection) == CONNECTION_OK }

        /// Whether a transaction is open that an error has not ended.
        var isInsideTransaction: Bool { PQtransactionStatus(self.connection) == PQTRANS_INTRANS }

        /// Runs a statement and whatever was sent before it.
        func run(_ sql: String, _ arguments: PostgresArguments = []) throws -> PostgresAnswer {
            try self.send(sql, arguments)
            guard let answer = try self.settle().last else { throw self.lost() }
            return answer
        }

        /// Sends a statement, which is prepared at its first use.
        func send(_ sql: String, _ arguments: PostgresArguments = []) throws {
            let (name, statement) = try self.prepare(sql)
            try Self.withPointers(to: arguments.values(named: statement.names)) { values, lengths, formats in
                let count = CInt(values.count)
                guard PQsendQueryPrepared(self.connection, name, count, values, lengths, formats, 1) == 1 else {
                    throw self.lost()
                }
            }
            self.sent.append(.statement)
        }

        /// Waits for the answers to everything that was sent.
        ///
        /// - Returns: The answer of each statement, in order.
        /// - Throws: ``PostgresError``; the statements after the one that failed were not run.
        func settle() throws -> [PostgresAnswer] {
            guard !self.sent.isEmpty else { return [] }
            let sent = self.sent
            self.sent = []
            self.roundTrips += 1
            guard PQpipelineSync(self.connection) == 1 else { throw self.lost() }
            var answers: [PostgresAnswer] = []
            var failure: PostgresError?
            for sent in sent {
                guard let result = try self.nextResult() else { throw self.lost() }
                defer { PQclear(result) }
                switch PQresultStatus(result) {
                case PGRES_TUPLES_OK, PGRES_COMMAND_OK:
                    if case .statement = sent { answers.append(PostgresAnswer(result)) }
                case PGRES_PIPELINE_ABORTED:
                    self.forget(sent)
                default:
                    self.forget(sent)
                    failure = failure ?? PostgresError(result)
                    guard self.isAlive else { throw failure ?? self.lost() }
                }
                // A null says that this was all of it.
                PQclear(PQgetResult(self.connection))
            }
            PQclear(try self.nextResult())  // of the synchronisation itself
            guard self.isAlive else { throw failure ?? self.lost() }
            self.gatherNotes()
            if let failure { throw failure }
            return answers
        }

        private func nextResult() throws -> OpaquePointer? {
            try self.patience.awaitResult(of: self.connection)
            return PQgetResult(self.connection)
        }

        /// Hands over what other cores have said since this was last asked, as of the last answer.
        func takeNotes() -> [String] {
            defer { self.notes = [] }
            return self.notes
        }

        private func gatherNotes() {
            while let note = PQnotifies(self.connection) {
                // A core knows what it said itself.
                if note.pointee.be_pid != PQbackendPID(self.connection) {
                    self.notes.append(String(cString: note.pointee.extra))
                }
                PQfreemem(note)
            }
        }

        private func forget(_ sent: Sent) {
            if case .preparation(let sql) = sent { self.prepared[sql] = nil }
        }

        private func prepare(_ sql: String) throws -> (name: String, statement: PostgresStatement) {
            if let known = self.prepared[sql] { return known }
            let statement = self.statement(sql)
            self.preparations += 1
            let name = "martlet\(self.preparations)"
            guard PQsendPrepare(self.connection, name, statement.text, 0, nil) == 1 else { throw self.lost() }
            self.sent.append(.preparation(of: sql))
            self.prepared[sql] = (name, statement)
            return (name, statement)
        }

        /// What a shared text comes to.
        func statement(_ sql: String) -> PostgresStatement {
            if let known = self.statements[sql] { return known }
            let statement = PostgresStatement(sql)
            self.statements[sql] = statement
            return statement
        }

        /// How a shared text adds rows; nil if it does not, or one row cannot stand beside others.
        func insertion(_ sql: String) -> PostgresInsertion? {
            if let known = self.insertions[sql] { return known }
            let insertion = PostgresInsertion(sql)
            self.insertions[sql] = .some(insertion)
            return insertion
        }

        private func lost() -> PostgresError {
            .unreachable(Self.firstLine(PQerrorMessage(self.connection)))
        }
    }

    extension PostgresConnection.Purpose {
        /// How long an answer is waited for; nil for as long as it takes.
        fileprivate func wait(by configuration: PostgresConfiguration) -> Duration? {
            switch self {
            case .reading: configuration.statementTime + configuration.silence
            case .writing: configuration.answerWait
            case .upkeep: nil
            }
        }
    }

    extension PostgresConnection {
        private static func connect(
            _ configuration: PostgresConfiguration,
            at host: PostgresHost?
        ) throws -> OpaquePointer {
            let silence = configuration.silence
            // What stands before the address can be said otherwise in it, what stands after it cannot.
            let settings: [(String, String)] =
                [
                    ("connect_timeout", String(max(2, Int(silence / .seconds(1))))),
                    ("target_session_attrs", "read-write"),
                    ("keepalives_idle", "5"), ("keepalives_interval", "2"), ("keepalives_count", "3"),
                    ("tcp_user_timeout", String(Int(silence / .milliseconds(1)))),
                    ("application_name", "martlet"),
                    ("dbname", configuration.address),
                    ("client_encoding", "UTF8"),
                ] + (host?.settings ?? [])
            let (names, values) = (settings.map { strdup($0.0) }, settings.map { strdup($0.1) })
            defer { for text in names + values { free(text) } }
            let connection = PQconnectdbParams(
                names.map { UnsafePointer($0) } + [nil],
                values.map { UnsafePointer($0) } + [nil],
                1
            )
            guard let connection, PQstatus(connection) == CONNECTION_OK else {
                defer { PQfinish(connection) }
                throw PostgresError.unreachable(Self.firstLine(PQerrorMessage(connection)))
            }
            return connection
        }

        private func prepareSession(_ configuration: PostgresConfiguration, for purpose: Purpose) throws {
            guard PQserverVersion(self.connection) >= 140_000 else {
                throw StoreError(.inaccessible, "database: PostgreSQL 14 or later is needed")
            }
            let encoding = PQparameterStatus(self.connection, "server_encoding").map { String(cString: $0) }
            guard encoding == "UTF8" else {
                throw StoreError(.inaccessible, "database: its encoding must be UTF8")
            }
            guard PQenterPipelineMode(self.connection) == 1, PQsetnonblocking(self.connection, 1) == 0 else {
                throw self.lost()
            }
            func set(_ name: String, _ duration: Duration) throws {
                try self.send("SET \(name) = \(Int(duration / .milliseconds(1)))")
            }
            try set(
                "idle_in_transaction_session_timeout",
                purpose == .writing ? configuration.idleInTransaction : configuration.statementTime
            )
            try set("lock_timeout", configuration.lockWait)
            try set("statement_timeout", configuration.statementTime)
            // A plan for whatever the arguments are: those of one statement do not differ enough to plan each time.
            try self.send("SET plan_cache_mode = force_generic_plan")
            try self.send(
                """
                SELECT set_config('synchronous_commit', 'on', false)
                WHERE current_setting('synchronous_commit') = 'off'
                """
            )
            if purpose == .writing {
                try set("idle_session_timeout", configuration.standstill)
                try self.send(PostgresPeers.listen)
            }
            _ = try self.settle()
        }

        private static func firstLine(_ text: UnsafeMutablePointer<CChar>?) -> String {
            let text = text.map { String(cString: $0) } ?? ""
            return text.split(separator: "\n").first.map(String.init) ?? "the connection was lost"
        }

        /// Lends the values as libpq takes them: numbers and text as text, bytes as they are.
        private static func withPointers(
            to values: [DatabaseValue],
            _ body: ([UnsafePointer<CChar>?], [CInt], [CInt]) throws -> Void
        ) throws {
            var bytes: [UInt8] = []
            var spans: [(start: Int, count: Int, format: CInt)?] = []
            for value in values {
                let start = bytes.count
                var format: CInt = 0
                switch value.storage {
                case .null:
                    spans.append(nil)
                    continue
                case .int64(let number):
                    bytes.append(contentsOf: String(number).utf8)
                case .double(let number):
                    bytes.append(contentsOf: String(number).utf8)
                case .string(let text):
                    bytes.append(contentsOf: text.utf8)
                    guard !bytes[start...].contains(0) else {
                        throw PostgresError.unkeepable
                    }
                case .blob(let data):
                    bytes.append(contentsOf: data)
                    format = 1
                }
                spans.append((start, bytes.count - start, format))
                bytes.append(0)
            }
            try bytes.withUnsafeBytes { buffer in
                let base = buffer.baseAddress?.assumingMemoryBound(to: CChar.self)
                try body(
                    spans.map { span in span.flatMap { span in base.map { $0 + span.start } } },
                    spans.map { CInt($0?.count ?? 0) },
                    spans.map { $0?.format ?? 0 }
                )
            }
        }
    }
#endif
