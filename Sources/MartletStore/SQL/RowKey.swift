// SPDX-License-Identifier: Apache-2.0

/// What only one row of a table can have: who looks for it, and who adds it, names it alike, so that a database that
/// is asked ahead knows when its answer no longer holds.
package struct RowKey: Hashable, Sendable {
    /// The table.
    package let table: String
    private let values: [String]

    package init(_ table: String, _ values: any CustomStringConvertible...) {
        self.table = table
        self.values = values.map(\.description)
    }
}
