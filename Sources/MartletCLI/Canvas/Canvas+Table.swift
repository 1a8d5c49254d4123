// SPDX-License-Identifier: Apache-2.0

import MartletWire

extension CanvasSummary: TableRow {
    static var columns: [Column<Self>] {
        [
            .number("ID") { $0.id },
            .text("TITLE", isElastic: true) { $0.title },
            .number("REVISION") { $0.revision },
            .number("BY") { $0.creatorID },
            .number("CHANGED BY") { $0.updatedBy },
            .text("CHANGED") { TimeText($0.updatedAt).description },
        ]
    }
}

extension Canvas: Presentable {
    var report: Report {
        .fields([
            ("ID", self.id.description),
            ("TITLE", self.title),
            ("REVISION", self.revision.description),
            ("CHANGED BY", self.updatedBy.description),
            ("CHANGED", TimeText(self.updatedAt).description),
            ("BODY", self.body),
        ])
    }
}

extension CanvasList.Result: Presentable {
    var report: Report { .rows(self.canvases, hasMore: self.hasMore) }
}
