// SPDX-License-Identifier: Apache-2.0

import MartletWire

extension Message: TableRow {
    static var columns: [Column<Self>] {
        [
            .number("ID") { $0.id },
            .text("TIME") { TimeText($0.createdAt).description },
            .number("USER") { $0.userID },
            .text("BODY", isElastic: true) { $0.deletedAt == nil ? $0.body : "(deleted)" },
            .text("NOTES") { $0.notes.joined(separator: ", ") },
        ]
    }

    private var notes: [String] {
        var notes: [String] = []
        if let thread = self.threadID { notes.append("answers \(thread)") }
        if self.replyCount > 0 { notes.append(self.replyCount == 1 ? "1 answer" : "\(self.replyCount) answers") }
        if self.editedAt != nil { notes.append("edited") }
        if self.isPinned { notes.append("pinned") }
        if !self.attachments.isEmpty { notes.append("\(self.attachments.count) attached") }
        return notes + self.reactions.map(\.shown)
    }
}

extension Reaction {
    /// The emoji with how often it was given.
    var shown: String { "\(self.emoji) \(self.count)" }
}

extension MessagePage: Presentable {
    var report: Report { .rows(self.messages, hasMore: self.hasMore) }
}

extension MessageReacted: Presentable {
    var report: Report {
        .fields([
            ("MESSAGE", self.messageID.description),
            ("REACTIONS", self.reactions.isEmpty ? "none" : self.reactions.map(\.shown).joined(separator: ", ")),
        ])
    }
}

extension MessageDeleted: Presentable {
    var report: Report { .sentence("message \(self.messageID) is deleted") }
}

extension MessagePinUpdated: Presentable {
    var report: Report { .sentence("message \(self.messageID) is \(self.isPinned ? "pinned" : "not pinned")") }
}
