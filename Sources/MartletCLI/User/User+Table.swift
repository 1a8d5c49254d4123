// SPDX-License-Identifier: Apache-2.0

import MartletWire

extension User: TableRow {
    static var columns: [Column<Self>] {
        [
            .number("ID") { $0.id },
            .text("NAME") { $0.name },
            .text("SHOWN AS", isElastic: true) { $0.displayName },
            .text("STATUS") { $0.status.rawValue },
            .text("SAYS", isElastic: true) { $0.statusText },
            .text("LAST SEEN") { TimeText($0.lastSeen).description },
        ]
    }
}

extension UserList.Result: Presentable {
    var report: Report { .rows(self.users, hasMore: self.hasMore) }
}
