// SPDX-License-Identifier: Apache-2.0

import MartletWire

extension Huddle: TableRow {
    static var columns: [Column<Self>] {
        [
            .text("ROOM") { $0.roomID.description },
            .number("CHANNEL") { $0.channelID },
            .number("BY") { $0.startedBy },
            .text("IN IT", isElastic: true) { $0.participants.map(\.description).joined(separator: " ") },
            .text("STARTED") { TimeText($0.startedAt).description },
            .text("ENDED") { TimeText($0.endedAt).description },
        ]
    }
}

extension HuddleListActive.Result: Presentable {
    var report: Report { .rows(self.huddles) }
}

extension HuddleToken: Presentable {
    var report: Report {
        .fields([
            ("ROOM", self.roomID.description),
            ("URL", self.url ?? ""),
            ("TOKEN", self.token ?? ""),
            ("ENDS", TimeText(self.expiresAt).description),
        ])
    }
}
