// SPDX-License-Identifier: Apache-2.0

import GRDB
package import MartletWire

extension SQLiteReading {
    package func search(
        _ query: SearchQuery,
        by user: UserID,
        in scope: SearchScope,
        before: MessageID?,
        limit: Int
    ) throws -> MessagePage {
        guard !query.terms.isEmpty, let place = try self.place(of: scope, for: user) else {
            return MessagePage(messages: [], hasMore: false)
        }
        let rows = try self.rows(
            """
            SELECT \(StoredMessage.columns) FROM message_search CROSS JOIN message m ON m.id = message_search.rowid
            WHERE message_search MATCH :match AND message_search.rowid < :before AND m.deleted_at IS NULL
                AND m.channel_id IN (\(Self.readableChannels))
            ORDER BY message_search.rowid DESC LIMIT :limit
            """,
            [
                "match": "\(query.expression) AND \(place)", "before": before?.rawValue ?? .max, "user": user,
                "limit": limit + 1,
            ]
        )
        return MessagePage(
            messages: rows.prefix(limit).map { StoredMessage(row: $0).message },
            hasMore: rows.count > limit
        )
    }

    /// The newest message that the index knows; every older one is in it, and none that is newer.
    func searchReach() throws -> Int64 {
        try self.integer("SELECT message_id FROM search_reach") ?? 0
    }

    /// How many messages are not in the index yet.
    package func searchBacklog() throws -> Int {
        Int(try self.integer("SELECT COUNT(*) FROM message WHERE id > ?", [try self.searchReach()]) ?? 0)
    }

    /// The words of the place where a scope's messages are; nil if the person is nowhere.
    private func place(of scope: SearchScope, for user: UserID) throws -> String? {
        let words: [String]
        switch scope {
        case .channel(let channel):
            words = ["c\(channel)"]
        case .workspace(let workspace):
            words = ["w\(workspace)"]
        case .everything:
            words = try self.rows(
                "SELECT key >> 2 FROM membership WHERE user_id = ? AND end_seq IS NULL AND key & 3 = 2",
                [user]
            ).map { "w\($0[0] as Int64)" }
        }
        return words.isEmpty ? nil : "{place} : (\(words.joined(separator: " OR ")))"
    }
}

extension SearchQuery {
    /// The query in FTS5's language: every term a quoted string, so that nothing in it has a meaning of its own.
    fileprivate var expression: String {
        let terms = self.terms.map { term in
            "\"\(term.text.replacing("\"", with: " "))\"" + (term.isPrefix ? " *" : "")
        }
        return "{body} : (\(terms.joined(separator: " AND ")))"
    }
}
