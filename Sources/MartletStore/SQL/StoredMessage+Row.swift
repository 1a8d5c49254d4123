// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import MartletWire

extension StoredMessage {
    /// What ``init(row:)`` reads, of a table called `m`.
    static let columns = """
        m.id, m.channel_id, m.user_id, m.thread_id, m.body, m.body_seq, m.attachments, m.reply_count, m.pinned, \
        m.reactions, m.created_at, m.edited_at, m.deleted_at, m.params_hash
        """

    init(row: some SQLRow) {
        let id: MessageID = row[0]
        let message = Message(
            id: id,
            channelID: row[1],
            userID: row[2],
            body: row[4],
            threadID: row[3],
            replyCount: row[7],
            attachments: Self.attachments(row[6]),
            isPinned: row[8] as Int64? != nil,
            reactions: (row[9] as String?).map(Reaction.list(fromText:)) ?? [],
            createdAt: row[10],
            editedAt: row[11],
            deletedAt: row[12]
        )
        self.init(
            message,
            bodySeq: row[5] as Seq? ?? id.rawValue,
            paramsHash: (row[13] as Data?).map { [UInt8]($0) }
        )
    }

    /// The attachments as they are kept.
    static func text(of attachments: [MediaID]) -> String? {
        attachments.isEmpty ? nil : attachments.map(\.rawValue).joined(separator: ",")
    }

    private static func attachments(_ text: String?) -> [MediaID] {
        text?.split(separator: ",").map { MediaID(rawValue: String($0)) } ?? []
    }
}

extension Reaction {
    /// Reads reactions as they are kept with their message; an emoji never contains white space.
    fileprivate static func list(fromText text: String) -> [Reaction] {
        text.split(separator: "\n").compactMap { line in
            let words = line.split(separator: " ")
            guard words.count > 2, let count = Int(words[1]) else { return nil }
            let users = words.dropFirst(2).compactMap { Int64($0).map(UserID.init(rawValue:)) }
            return Reaction(emoji: String(words[0]), count: count, userIDs: users)
        }
    }

    /// The reaction as it is kept with its message.
    var text: String {
        "\(self.emoji) \(self.count) " + self.userIDs.map(\.description).joined(separator: " ")
    }
}
