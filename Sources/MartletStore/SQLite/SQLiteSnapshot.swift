// SPDX-License-Identifier: Apache-2.0

package import GRDB
package import MartletWire

/// Reads of one snapshot of the embedded store; confined to the connection's queue.
package final class SQLiteSnapshot: SQLiteReading {
    package let database: Database
    package let limits: Limits

    package init(_ database: Database, limits: Limits) {
        self.database = database
        self.limits = limits
    }
}
