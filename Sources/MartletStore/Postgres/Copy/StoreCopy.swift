// SPDX-License-Identifier: Apache-2.0

#if Postgres
    import Dispatch
    import GRDB
    package import MartletWire

    /// Moves an embedded store into PostgreSQL: the same rows, seqs and terms, so that clients resume across the move.
    ///
    /// The rows go a page at a time, each page with how far it came: a copy that was cut off goes on there. Until the end
    /// the database says that a copy into it is unfinished, and no server opens it. At the end every row is read back.
    package struct StoreCopy: Sendable {
        /// Where in the database it is written how far a copy has come.
        static let places = "copy_place"
        /// The row of ``places`` that says of which store this is a copy.
        private static let source = "source"
        static let page = 1000

        let directory: String
        private let configuration: PostgresConfiguration
        private let limits = Limits.standard

        /// Prepares a copy.
        ///
        /// - Parameters:
        ///   - directory: The data directory that holds the store; no server may work on it.
        ///   - database: The database, empty or with an unfinished copy of the same store.
        package init(from directory: String, to database: String) {
            self.directory = directory
            self.configuration = PostgresConfiguration(address: database)
        }

        /// What was copied.
        package struct Report: Hashable, Sendable {
            /// How many rows, those of an earlier part of the copy included.
            package var rows: Int
            /// How many uploads' bytes.
            package var media: Int
            /// The last entry of the log.
            package var head: Seq
        }

        /// Copies, or goes on copying.
        ///
        /// - Parameter progress: Told how much is done, from 0 to 1.
        /// - Returns: What is in the database now.
        /// - Throws: ``StoreError``.
        package func run(progress: @escaping @Sendable (Double) -> Void) async throws -> Report {
            try await withCheckedThrowingContinuation { continuation in
                // It blocks its thread for long.
                DispatchQueue(label: "martlet.store.copy").async {
                    continuation.resume(with: Result { try self.runWaiting(progress) })
                }
            }
        }

        private func runWaiting(_ progress: @escaping (Double) -> Void) throws -> Report {
            guard StoreVisit(directory: self.directory).holdsStore else {
                throw StoreError(.inaccessible, "there is no store in \(self.directory)")
            }
            let lock = try DirectoryLock(self.directory)
            defer { lock.release() }
            let pool = try SQLiteFile.open(SQLiteConfiguration(directory: self.directory))
            defer { try? pool.close() }
            do {
                return try pool.read { try self.copy($0, progress) }
            } catch let error as PostgresError {
                let reason = error.meansLostConnection ? "\(error.operatorReason): " : ""
                throw StoreError(.inaccessible, "database: \(reason)\(error.message)")
            }
        }

        private func copy(_ source: Database, _ progress: @escaping (Double) -> Void) throws -> Report {
            let connection = try PostgresConnection(self.configuration, for: .upkeep)
            try PostgresSchema.bringUpToDate(through: connection) { try Self.prepare($0) }
            try self.begin(CopyStamp(of: source), through: connection)
            let tables = try CopiedTable.names.map { try CopiedTable($0, in: source) }
            // Half of the work is writing, and half is reading back.
            let rows = try tables.map { try Int.fetchOne(source, sql: "SELECT COUNT(*) FROM \($0.name)") ?? 0 }
            let meter = CopyMeter(steps: 2 * rows.reduce(0, +), progress)
            for (table, rows) in zip(tables, rows) {
                try self.copy(table, of: rows, from: source, through: connection, meter)
            }
            let media = try self.copyMedia(source, through: connection)
            try self.finish(source, through: connection)
            for table in tables { try self.verify(table, source, through: connection, meter) }
            try self.removePlaces(through: connection)
            let head = try SQLiteSnapshot(source, limits: self.limits).head()
            return Report(rows: rows.reduce(0, +), media: media, head: head)
        }

        /// Makes sure that the database is empty, or holds part of a copy.
        private static func prepare(_ connection: PostgresConnection) throws {
            guard try !self.isUnfinished(connection) else { return }
            guard try connection.run("SELECT 1 FROM term LIMIT 1").rows.isEmpty else {
                throw StoreError(.inaccessible, "database: holds a store already: copy into an empty one")
            }
            _ = try connection.run("CREATE TABLE \(Self.places) (name TEXT PRIMARY KEY, place TEXT NOT NULL)")
        }

        /// Whether a copy into the database has not come to its end.
        static func isUnfinished(_ connection: PostgresConnection) throws -> Bool {
            try connection.run("SELECT to_regclass('\(Self.places)') IS NOT NULL").rows.first.map { $0[0] } ?? false
        }

        /// Makes sure that what is there is of this very store.
        private func begin(_ stamp: CopyStamp, through connection: PostgresConnection) throws {
            let known = try connection.run("SELECT place FROM \(Self.places) WHERE name = ?", [Self.source]).rows.first
            if let known {
                guard stamp == CopyStamp(text: known[0]) else {
                    throw StoreError(
                        .inaccessible,
                        "database: holds part of a copy of another store, or of this one before it was served again: empty it first"
                    )
                }
                return
            }
            try self.note(stamp.text, for: Self.source, through: connection)
            _ = try connection.settle()
        }

        func note(_ place: String, for name: String, through connection: PostgresConnection) throws {
            try connection.send(
                """
                INSERT INTO \(Self.places) (name, place) VALUES (?, ?)
                ON CONFLICT (name) DO UPDATE SET place = excluded.place
                """,
                [name, place]
            )
        }

        func place(of name: String, through connection: PostgresConnection) throws -> String? {
            try connection.run("SELECT place FROM \(Self.places) WHERE name = ?", [name]).rows.first.map { $0[0] }
        }
    }
#endif
