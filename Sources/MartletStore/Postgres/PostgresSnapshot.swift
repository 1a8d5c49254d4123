// SPDX-License-Identifier: Apache-2.0

#if Postgres
    package import MartletWire

    /// Reads of one snapshot; the transaction opens with the first of them.
    package final class PostgresSnapshot: PostgresReading {
        private let connection: PostgresConnection
        package let limits: Limits
        private var isOpen = false

        private init(_ connection: PostgresConnection, limits: Limits) {
            self.connection = connection
            self.limits = limits
        }

        /// Reads one snapshot through a connection that is in no transaction.
        static func read<Answer>(
            through connection: PostgresConnection,
            limits: Limits,
            _ body: (PostgresSnapshot) throws -> Answer
        ) throws -> Answer {
            let snapshot = PostgresSnapshot(connection, limits: limits)
            defer { snapshot.end() }
            return try body(snapshot)
        }

        package func ask(_ sql: String, _ arguments: PostgresArguments) throws -> [PostgresRow] {
            if !self.isOpen {
                self.isOpen = true
                try self.connection.send("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
            }
            return try self.connection.run(sql, arguments).rows
        }

        /// A connection that cannot even do this is not used again.
        private func end() {
            if self.isOpen { _ = try? self.connection.run("ROLLBACK") }
        }
    }
#endif
