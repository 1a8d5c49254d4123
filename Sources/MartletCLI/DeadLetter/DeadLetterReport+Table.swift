// SPDX-License-Identifier: Apache-2.0

import MartletWire

extension DeadLetterReport: TableRow {
    static var columns: [Column<Self>] {
        [
            .number("USER") { $0.userID },
            .text("CLIENT") { $0.client.rawValue },
            .text("AT") { TimeText($0.reportedAt).description },
            .text("GIVEN UP", isElastic: true) { $0.shown },
        ]
    }

    private var shown: String {
        self.letters.map { "\($0.count) \($0.method) (\($0.reason.rawValue))" }.joined(separator: ", ")
    }
}

extension AdminDeadLetters.Result: Presentable {
    var report: Report { .rows(self.reports) }
}
