// SPDX-License-Identifier: Apache-2.0

/// One column of a table, or one line of a single thing's description.
struct Column<Row>: Sendable {
    /// Where a text stands in its column.
    enum Alignment: Hashable, Sendable {
        case left
        case right
    }

    /// The heading.
    let title: String
    /// Where texts stand.
    let alignment: Alignment
    /// Whether it gives way where a line is too long.
    let isElastic: Bool
    /// What it says of a row.
    let text: @Sendable (Row) -> String

    /// Text.
    static func text(_ title: String, isElastic: Bool = false, _ text: @escaping @Sendable (Row) -> String) -> Self {
        Self(title: title, alignment: .left, isElastic: isElastic, text: text)
    }

    /// A number.
    static func number(
        _ title: String,
        _ number: @escaping @Sendable (Row) -> any CustomStringConvertible
    ) -> Self {
        Self(title: title, alignment: .right, isElastic: false) { number($0).description }
    }
}
