// SPDX-License-Identifier: Apache-2.0

import MartletWire

extension Mention: TableRow {
    static var columns: [Column<Self>] {
        [
            .number("MESSAGE") { $0.messageID },
            .number("CHANNEL") { $0.channelID },
            .number("BY") { $0.authorID },
            .text("TIME") { TimeText($0.createdAt).description },
            .text("SEEN") { TimeText($0.seenAt).description },
        ]
    }
}

extension MentionList.Result: Presentable {
    var report: Report { .rows(self.mentions, hasMore: self.hasMore) }
}

extension MentionMarkSeen.Result: Presentable {
    var report: Report { .sentence("\(self.unseen) unseen") }
}
