// SPDX-License-Identifier: Apache-2.0

import MartletWire

extension MartletWire.Notification: TableRow {
    static var columns: [Column<Self>] {
        [
            .number("ID") { $0.id },
            .text("KIND") { $0.kind.rawValue },
            .text("BY") { $0.actorID?.description ?? "" },
            .text("CHANNEL") { $0.channelID?.description ?? "" },
            .text("MESSAGE") { $0.messageID?.description ?? "" },
            .text("TIME") { TimeText($0.createdAt).description },
            .text("READ") { TimeText($0.readAt).description },
        ]
    }
}

extension NotificationList.Result: Presentable {
    var report: Report { .rows(self.notifications, hasMore: self.hasMore) }
}

extension NotificationMarkRead.Result: Presentable {
    var report: Report { .sentence("\(self.unread) unread") }
}
