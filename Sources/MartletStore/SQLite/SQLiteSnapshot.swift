// SPDX-License-Identifier: Apache-2.0

package import GRDB
package import MartletWire

/// Reads through one database connection, inside whatever transaction it is in.
///
/// Each domain's reads are in an extension named after it. Confined to the connection's queue.
package class SQLiteSnapshot {
    package let database: Database
    package let limits: Limits

    package init(_ database: Database, limits: Limits) {
        self.database = database
        self.limits = limits
    }

    /// Runs a query whose statement is prepared once per connection.
    package func rows(_ sql: String, _ arguments: StatementArguments = []) throws -> [Row] {
        let statement = try self.database.cachedStatement(sql: sql)
        return try Row.fetchAll(statement, arguments: arguments)
    }

    /// The first row of a query, if there is one.
    package func row(_ sql: String, _ arguments: StatementArguments = []) throws -> Row? {
        let statement = try self.database.cachedStatement(sql: sql)
        return try Row.fetchOne(statement, arguments: arguments)
    }

    /// The first column of a query's first row.
    package func integer(_ sql: String, _ arguments: StatementArguments = []) throws -> Int64? {
        let statement = try self.database.cachedStatement(sql: sql)
        return try Int64.fetchOne(statement, arguments: arguments)
    }

    /// People as one argument, each once, so that many are one statement.
    static func list(_ users: [UserID]) -> String {
        "[" + Set(users).map { String($0.rawValue) }.joined(separator: ",") + "]"
    }
}

extension SQLiteSnapshot: StoreReading {}
