// SPDX-License-Identifier: Apache-2.0

import MartletWire

extension LogTailEntry: TableRow {
    static var columns: [Column<Self>] {
        [
            .number("SEQ") { $0.seq },
            .text("TYPE") { $0.type },
            .text("AUDIENCE", isElastic: true) { $0.audience.shown },
            .number("BYTES") { $0.bytes },
            .text("NOTES") { $0.isRedacted ? "redacted" : "" },
        ]
    }
}

extension Audience {
    /// Who hears, in a few words.
    fileprivate var shown: String {
        var parts = self.users.map { "user \($0)" }
        parts += self.channels.map { "channel \($0)" }
        parts += self.workspaces.map { "workspace \($0)" }
        parts += self.except.map { "not user \($0)" }
        return parts.isEmpty ? "nobody" : parts.joined(separator: ", ")
    }
}

extension AdminLogTail.Result: Presentable {
    var report: Report { .rows(self.entries) }
}

extension AdminStats.Result: Presentable {
    var report: Report {
        .fields([
            ("VERSION", self.version),
            ("EPOCH", self.epoch.description),
            ("HEAD", self.head.description),
            ("FLOOR", self.floor.description),
            ("CONNECTIONS", self.connections.description),
            ("ONLINE", self.online.description),
            ("USERS", self.users.description),
            ("WORKSPACES", self.workspaces.description),
            ("CHANNELS", self.channels.description),
            ("MESSAGES", self.messages.description),
            ("STORE", ByteCountText(self.storeBytes).description),
            ("UP FOR", "\(self.uptime.rawValue / 1000) s"),
            ("DRAINING", self.isDraining ? "yes" : "no"),
        ])
    }
}

extension UserAccess: Presentable {
    var report: Report {
        .fields([
            ("USER", self.userID.description),
            ("SHUT OUT", self.isDisabled ? "yes" : "no"),
            ("TOKENS VALID AFTER", TimeText(self.tokensValidAfter).description),
        ])
    }
}
