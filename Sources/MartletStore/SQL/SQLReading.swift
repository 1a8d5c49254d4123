// SPDX-License-Identifier: Apache-2.0

import MartletWire

/// Reads through one database connection, inside whatever transaction it is in.
///
/// Each domain's reads are in an extension named after it, written once for every database in the SQL that SQLite and
/// PostgreSQL share; `CROSS JOIN … ON` and `INDEXED BY` are for SQLite's planner, and mean nothing to PostgreSQL's.
package protocol SQLReading: StoreReading {
    /// A row of an answer.
    associatedtype Row: SQLRow
    /// The arguments of a statement.
    associatedtype Arguments: SQLArguments

    /// Runs a query whose statement is prepared once per connection.
    func rows(_ sql: String, _ arguments: Arguments) throws -> [Row]
    /// Shows each row of an answer; a row is not to be kept, because the next may take its place.
    ///
    /// For answers that are long: what is not kept need not be copied.
    func visit(_ sql: String, _ arguments: Arguments, _ body: (Row) throws -> Void) throws
    /// The first row of a query, if there is one.
    func row(_ sql: String, _ arguments: Arguments) throws -> Row?
    /// The row that a key is unique to, if there is one: it is added by nobody who does not say so.
    func row(under key: RowKey, _ sql: String, _ arguments: Arguments) throws -> Row?
    /// The first column of a query's first row.
    func integer(_ sql: String, _ arguments: Arguments) throws -> Int64?

    /// How many bytes the database takes.
    func storedBytes() throws -> Int64
}

extension SQLReading {
    package func visit(_ sql: String, _ arguments: Arguments, _ body: (Row) throws -> Void) throws {
        for row in try self.rows(sql, arguments) { try body(row) }
    }

    package func row(under key: RowKey, _ sql: String, _ arguments: Arguments) throws -> Row? {
        try self.row(sql, arguments)
    }

    /// Runs a query without arguments.
    package func rows(_ sql: String) throws -> [Row] { try self.rows(sql, []) }
    /// The first row of a query without arguments.
    package func row(_ sql: String) throws -> Row? { try self.row(sql, []) }
    /// The first number of a query without arguments.
    package func integer(_ sql: String) throws -> Int64? { try self.integer(sql, []) }

    /// People as one argument, each once, so that many are one statement; in the order in which a database keeps them.
    static func list(_ users: [UserID]) -> String {
        "[" + Set(users).sorted().map { String($0.rawValue) }.joined(separator: ",") + "]"
    }

    /// Every channel whose history the person `:user` may read.
    static var readableChannels: String {
        """
        SELECT key >> 2 FROM membership WHERE user_id = :user AND end_seq IS NULL AND key & 3 = 1
        UNION ALL
        SELECT c.id FROM membership w CROSS JOIN channel c ON c.workspace_id = w.key >> 2
        WHERE w.user_id = :user AND w.end_seq IS NULL AND w.key & 3 = 2 AND c.kind = 'public'
        UNION ALL
        SELECT channel_id FROM archived_reader WHERE user_id = :user
        """
    }
}
