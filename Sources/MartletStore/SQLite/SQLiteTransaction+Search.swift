// SPDX-License-Identifier: Apache-2.0

import GRDB
package import MartletWire

/// The search index: it holds every message up to a mark, `search_reach`, and those beyond it are its backlog.
extension SQLiteTransaction {
    /// Takes the oldest messages of the backlog into the index, so many at most, and moves the mark over them.
    ///
    /// - Returns: How many they were: fewer than the limit if none is left.
    /// - Throws: What SQLite throws.
    func extendSearch(by limit: Int) throws -> Int {
        let reach = try self.searchReach()
        let next = try self.row(
            "SELECT COUNT(*), MAX(id) FROM (SELECT id FROM message WHERE id > ? ORDER BY id LIMIT ?)",
            [reach, limit]
        )
        guard let next, let last = next[1] as Int64? else { return 0 }
        try self.execute(
            """
            INSERT INTO message_search (rowid, body, place)
            SELECT id, body, place FROM message_text WHERE id > ? AND id <= ? AND body <> '' ORDER BY id
            """,
            [reach, last]
        )
        try self.execute("UPDATE search_reach SET message_id = ?", [last])
        return next[0]
    }

    /// Leaves it to the backlog.
    package func indexText(of message: Message, in workspace: WorkspaceID) {
        self.unindexed += 1
    }

    /// Notes what an edit or a deletion owes the index: nothing while the message is in the backlog, for it is taken
    /// in as it then stands.
    package func replaceIndexed(_ message: Message, with body: String, in workspace: WorkspaceID) throws {
        guard message.id.rawValue <= (try self.searchReach()) else { return }
        let place = "c\(message.channelID) w\(workspace)"
        for act in [.remove(message.body), .add(body)] as [SearchIndexChange.Act] {
            self.indexChanges.append(SearchIndexChange(message: message.id, place: place, act: act))
        }
    }

    /// Brings what the index holds up to date; the last thing before the commit, outside every savepoint.
    func settleIndex() throws {
        for change in self.indexChanges {
            switch change.act {
            case .add(""), .remove(""):
                continue
            case .add(let body):
                try self.execute(
                    "INSERT INTO message_search (rowid, body, place) VALUES (?, ?, ?)",
                    [change.message, body, change.place]
                )
            case .remove(let body):
                try self.execute(
                    """
                    INSERT INTO message_search (message_search, rowid, body, place) VALUES ('delete', ?, ?, ?)
                    """,
                    [change.message, body, change.place]
                )
            }
        }
        self.indexChanges = []
    }

    package func tidySearch(beginning isFirst: Bool) throws -> Bool {
        let before = self.database.totalChangesCount
        try self.execute(
            "INSERT INTO message_search (message_search, rank) VALUES ('merge', ?)",
            [isFirst ? -Self.tidyPages : Self.tidyPages]
        )
        // FTS5 reports one change for the command itself and more for whatever it merged.
        return self.database.totalChangesCount - before >= 2
    }

    /// How much one step merges: some milliseconds' work.
    private static let tidyPages = 500
}

/// What a transaction owes the search index for a message that is in it.
struct SearchIndexChange {
    enum Act {
        case add(String)
        case remove(String)
    }

    var message: MessageID
    var place: String
    var act: Act
}
