// SPDX-License-Identifier: Apache-2.0

package import GRDB

/// Reads through one connection to SQLite; confined to the connection's queue.
package protocol SQLiteReading: SQLReading where Row == GRDB.Row, Arguments == StatementArguments {
    /// The connection.
    var database: Database { get }
}

extension SQLiteReading {
    package func rows(_ sql: String, _ arguments: StatementArguments) throws -> [GRDB.Row] {
        try GRDB.Row.fetchAll(try self.database.cachedStatement(sql: sql), arguments: arguments)
    }

    package func visit(
        _ sql: String,
        _ arguments: StatementArguments,
        _ body: (GRDB.Row) throws -> Void
    ) throws {
        try GRDB.Row.fetchCursor(try self.database.cachedStatement(sql: sql), arguments: arguments).forEach(body)
    }

    package func row(_ sql: String, _ arguments: StatementArguments) throws -> GRDB.Row? {
        try GRDB.Row.fetchOne(try self.database.cachedStatement(sql: sql), arguments: arguments)
    }

    package func integer(_ sql: String, _ arguments: StatementArguments) throws -> Int64? {
        try Int64.fetchOne(try self.database.cachedStatement(sql: sql), arguments: arguments)
    }

    package func storedBytes() throws -> Int64 {
        try self.integer("SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()") ?? 0
    }
}
