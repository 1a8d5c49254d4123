// SPDX-License-Identifier: Apache-2.0

/// Something that can stand in a table.
protocol TableRow: Presentable {
    /// What is told of it, from left to right.
    static var columns: [Column<Self>] { get }
}

extension TableRow {
    /// Told alone, it is a list of its columns.
    var report: Report {
        .fields(Self.columns.map { ($0.title, $0.text(self)) })
    }
}
