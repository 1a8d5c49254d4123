// SPDX-License-Identifier: Apache-2.0

/// What a command shows a person.
enum Report {
    /// Many things of one kind, and whether there are more.
    case table(Table, hasMore: Bool)
    /// One thing.
    case fields([(title: String, text: String)])
    /// A sentence.
    case sentence(String)

    /// Many things of one kind.
    static func rows<Row: TableRow>(_ rows: [Row], hasMore: Bool = false) -> Report {
        .table(Table(rows), hasMore: hasMore)
    }
}

/// Something that can be shown to a person.
protocol Presentable {
    /// How.
    var report: Report { get }
}

extension Terminal {
    /// Shows a report.
    func show(_ report: Report) throws {
        switch report {
        case .table(let table, let hasMore):
            for line in table.lines(width: self.width) { try self.write(line) }
            if hasMore { self.note("there is more: page on with --since-id or --before-id, or raise --limit") }
        case .fields(let fields):
            let texts = fields.filter { !$0.text.isEmpty }
            let width = texts.map { TerminalText($0.title).width }.max() ?? 0
            for field in texts {
                let padding = String(repeating: " ", count: width - TerminalText(field.title).width)
                try self.write("\(field.title)\(padding)  \(TerminalText(field.text).string)")
            }
        case .sentence(let sentence):
            try self.write(sentence)
        }
    }
}
