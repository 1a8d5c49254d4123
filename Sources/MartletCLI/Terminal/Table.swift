// SPDX-License-Identifier: Apache-2.0

/// Rows in aligned columns, cut to a terminal's width where there is one.
struct Table: Sendable {
    private static let gap = "  "
    private static let narrowest = 8

    private let alignments: [Bool]
    private let elastic: [Int]
    private let cells: [[TerminalText]]

    init<Row: TableRow>(_ rows: [Row]) {
        let columns = Row.columns
        self.alignments = columns.map { $0.alignment == .right }
        self.elastic = columns.indices.filter { columns[$0].isElastic }
        self.cells =
            [columns.map { TerminalText($0.title) }] + rows.map { row in columns.map { TerminalText($0.text(row)) } }
    }

    /// How many rows there are, the heading not counted.
    var count: Int { self.cells.count - 1 }

    /// The heading and the rows.
    func lines(width: Int?) -> [String] {
        guard self.count > 0 else { return ["none"] }
        let widths = self.widths(within: width)
        return self.cells.map { row in
            let line = zip(row, widths).enumerated().map { index, cell in
                self.padded(cell.0.cut(to: cell.1), to: cell.1, onTheLeft: self.alignments[index])
            }.joined(separator: Self.gap)
            let trimmed = String(line.reversed().drop { $0 == " " }.reversed())
            return width.map { TerminalText(trimmed).cut(to: $0).string } ?? trimmed
        }
    }

    private func widths(within limit: Int?) -> [Int] {
        var widths = self.alignments.indices.map { column in self.cells.map { $0[column].width }.max() ?? 0 }
        guard let limit else { return widths }
        var excess = widths.reduce(0, +) + Self.gap.count * (widths.count - 1) - limit
        while excess > 0, let widest = self.elastic.max(by: { widths[$0] < widths[$1] }),
            widths[widest] > Self.narrowest
        {
            widths[widest] -= 1
            excess -= 1
        }
        return widths
    }

    private func padded(_ text: TerminalText, to width: Int, onTheLeft: Bool) -> String {
        let padding = String(repeating: " ", count: max(0, width - text.width))
        return onTheLeft ? padding + text.string : text.string + padding
    }
}
