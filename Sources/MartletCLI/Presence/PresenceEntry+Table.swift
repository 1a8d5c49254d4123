// SPDX-License-Identifier: Apache-2.0

import MartletWire

extension PresenceEntry: TableRow {
    static var columns: [Column<Self>] {
        [
            .number("USER") { $0.userID },
            .text("STATUS") { $0.status.rawValue },
            .text("SAYS", isElastic: true) { $0.statusText },
            .text("LAST SEEN") { TimeText($0.lastSeen).description },
        ]
    }
}

extension PresenceList.Result: Presentable {
    var report: Report { .rows(self.presence, hasMore: self.hasMore) }
}
