// SPDX-License-Identifier: Apache-2.0

package import GRDB

/// One row of an answer, whichever database gave it.
package protocol SQLRow: SendableMetatype {
    /// The value of a column, by its place; a value of another type is a mistake of ours and traps.
    subscript<Value: DatabaseValueConvertible>(_ index: Int) -> Value { get }
}

extension Row: SQLRow {}
