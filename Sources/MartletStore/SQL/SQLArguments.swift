// SPDX-License-Identifier: Apache-2.0

package import GRDB

/// What a statement's `?` or `:name` stand for.
package protocol SQLArguments: ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
where
    ArrayLiteralElement == (any DatabaseValueConvertible)?, Key == String, Value == (any DatabaseValueConvertible)?
{
    /// The arguments of a statement's first part, then those of its second.
    static func + (first: Self, second: Self) -> Self
}

extension StatementArguments: SQLArguments {}
