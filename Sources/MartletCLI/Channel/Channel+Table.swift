// SPDX-License-Identifier: Apache-2.0

import MartletWire

extension Channel: TableRow {
    static var columns: [Column<Self>] {
        [
            .number("ID") { $0.id },
            .text("KIND") { $0.kind.rawValue },
            .text("NAME", isElastic: true) { $0.name ?? $0.people },
            .text("TOPIC", isElastic: true) { $0.topic },
            .number("MEMBERS") { $0.memberCount },
            .text("IN IT") { $0.isMember.map { $0 ? "yes" : "no" } ?? "" },
            .text("ARCHIVED") { TimeText($0.archivedAt).description },
        ]
    }

    /// A DM has no name: it is known by who is in it.
    private var people: String {
        (self.memberIDs ?? []).map { "@\($0)" }.joined(separator: " ")
    }
}

extension ChannelMember: TableRow {
    static var columns: [Column<Self>] {
        [
            .number("USER") { $0.userID },
            .text("JOINED") { TimeText($0.joinedAt).description },
        ]
    }
}

extension ChannelList.Result: Presentable {
    var report: Report { .rows(self.channels, hasMore: self.hasMore) }
}

extension ChannelMembers.Result: Presentable {
    var report: Report { .rows(self.members, hasMore: self.hasMore) }
}
