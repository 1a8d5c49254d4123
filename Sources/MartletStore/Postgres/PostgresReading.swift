// SPDX-License-Identifier: Apache-2.0

#if Postgres
    /// Reads through one connection to PostgreSQL; confined to whoever has the connection.
    package protocol PostgresReading: SQLReading where Row == PostgresRow, Arguments == PostgresArguments {
        /// Runs a query and waits for its answer.
        func ask(_ sql: String, _ arguments: PostgresArguments) throws -> [PostgresRow]
    }

    extension PostgresReading {
        package func rows(_ sql: String, _ arguments: PostgresArguments) throws -> [PostgresRow] {
            try self.ask(sql, arguments)
        }

        package func row(_ sql: String, _ arguments: PostgresArguments) throws -> PostgresRow? {
            try self.ask(sql, arguments).first
        }

        package func integer(_ sql: String, _ arguments: PostgresArguments) throws -> Int64? {
            try self.ask(sql, arguments).first.flatMap { $0[0] }
        }

        package func storedBytes() throws -> Int64 {
            try self.integer("SELECT pg_database_size(current_database())") ?? 0
        }
    }
#endif
