// SPDX-License-Identifier: Apache-2.0

import MartletWire

extension UnreadCount: TableRow {
    static var columns: [Column<Self>] {
        [
            .number("CHANNEL") { $0.channelID },
            .number("UNREAD") { $0.isCapped ? "\($0.unread)+" : "\($0.unread)" },
            .number("MENTIONS") { $0.mentions },
            .number("READ UP TO") { $0.lastReadMessage },
        ]
    }
}

extension ReadCursor: Presentable {
    var report: Report { .sentence("channel \(self.channelID) is read up to message \(self.lastReadMessage)") }
}

extension ReadUnreadCounts.Result: Presentable {
    var report: Report { .rows(self.counts) }
}
