// SPDX-License-Identifier: Apache-2.0

import MartletWire

extension ConnectionReport: TableRow {
    static var columns: [Column<Self>] {
        [
            .text("CONNECTION") { $0.connectionID.description },
            .number("USER") { $0.userID },
            .text("EDGE") { $0.edge },
            .text("BY WAY OF") { $0.transport },
            .number("SEQ") { $0.seq },
            .number("LAG") { $0.lag },
            .text("SINCE") { TimeText($0.openedAt).description },
        ]
    }
}

extension AdminConnections.Result: Presentable {
    var report: Report { .rows(self.connections, hasMore: self.hasMore) }
}

extension AdminDisconnect.Result: Presentable {
    var report: Report { .sentence("\(self.closed) closed") }
}

extension AdminDrain.Result: Presentable {
    var report: Report { .sentence("draining \(self.connections) connections") }
}
