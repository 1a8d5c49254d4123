// SPDX-License-Identifier: Apache-2.0

import MartletWire

extension WorkSession: TableRow {
    static var columns: [Column<Self>] {
        [
            .number("ID") { $0.id },
            .text("LOCAL ID") { $0.localID.description },
            .number("WHO") { $0.userID },
            .text("PULL REQUEST", isElastic: true) {
                "\($0.repositoryOwner)/\($0.repositoryName)#\($0.pullRequest)"
            },
            .text("STATUS") { $0.endReason?.rawValue ?? $0.status.rawValue },
            .text("STARTED") { TimeText($0.startedAt).description },
            .text("ENDED") { TimeText($0.endedAt).description },
            .text("SECONDS") { $0.duration.map(String.init) ?? "" },
        ]
    }
}

extension TrackedSession: Presentable {
    var report: Report { .rows([self.session]) }
}

extension SessionList.Result: Presentable {
    var report: Report { .rows(self.sessions, hasMore: self.hasMore) }
}

extension DayTotal: TableRow {
    static var columns: [Column<Self>] {
        [
            .number("WHO") { $0.userID },
            .text("DAY") { $0.day },
            .number("SECONDS") { $0.seconds },
        ]
    }
}

extension SessionTotals.Result: Presentable {
    var report: Report { .rows(self.totals) }
}

extension Activity: TableRow {
    static var columns: [Column<Self>] {
        [
            .text("LOCAL ID") { $0.localID.description },
            .text("KIND") { $0.kind.rawValue },
            .text("PULL REQUEST", isElastic: true) {
                "\($0.repositoryOwner)/\($0.repositoryName)#\($0.pullRequest)"
            },
            .text("AT") { TimeText($0.occurredAt).description },
        ]
    }
}

extension ActivityList.Result: Presentable {
    var report: Report { .rows(self.activities, hasMore: self.hasMore) }
}

extension ActivityRecord.Result: Presentable {
    var report: Report {
        .fields([("NEW", String(self.created)), ("KNOWN", String(self.known))])
    }
}
