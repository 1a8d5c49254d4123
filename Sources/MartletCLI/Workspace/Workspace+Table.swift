// SPDX-License-Identifier: Apache-2.0

import MartletWire

extension Workspace: TableRow {
    static var columns: [Column<Self>] {
        [
            .number("ID") { $0.id },
            .text("NAME", isElastic: true) { $0.name },
            .text("ROLE") { $0.role?.rawValue ?? "" },
            .number("OWNER") { $0.ownerID },
            .number("MEMBERS") { $0.memberCount },
            .text("CREATED") { TimeText($0.createdAt).description },
        ]
    }
}

extension WorkspaceMember: TableRow {
    static var columns: [Column<Self>] {
        [
            .number("USER") { $0.userID },
            .text("ROLE") { $0.role.rawValue },
            .text("JOINED") { TimeText($0.joinedAt).description },
        ]
    }
}

extension WorkspaceList.Result: Presentable {
    var report: Report { .rows(self.workspaces, hasMore: self.hasMore) }
}

extension WorkspaceMembers.Result: Presentable {
    var report: Report { .rows(self.members, hasMore: self.hasMore) }
}
