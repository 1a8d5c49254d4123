// SPDX-License-Identifier: Apache-2.0

#if Postgres
    extension PostgresSchema {
        /// Brings the schema up to date, one core at a time.
        ///
        /// - Parameters:
        ///   - connection: What it is done through.
        ///   - check: Looks at what is there before anything else can; what it throws undoes everything.
        /// - Throws: ``PostgresError``, or ``StoreError`` if a newer release was here.
        static func bringUpToDate(
            through connection: PostgresConnection,
            _ check: (PostgresConnection) throws -> Void
        ) throws {
            try connection.send("BEGIN")
            do {
                try connection.send(
                    "SELECT 1 FROM pg_advisory_xact_lock(hashtext('martlet schema ' || current_schema()))"
                )
                try connection.send("CREATE TABLE IF NOT EXISTS schema_step (name TEXT PRIMARY KEY)")
                let done = Set(try connection.run("SELECT name FROM schema_step").rows.map { $0[0] as String })
                guard done.isSubset(of: Self.steps.map(\.name)) else {
                    throw StoreError(.newer, "database: a newer release of martlet has changed it")
                }
                for step in Self.steps where !done.contains(step.name) {
                    for statement in step.statements { try connection.send(statement) }
                    try connection.send("INSERT INTO schema_step (name) VALUES (?)", [step.name])
                }
                try check(connection)
                _ = try connection.run("COMMIT")
            } catch {
                _ = try? connection.run("ROLLBACK")
                throw error
            }
        }
    }
#endif
