// SPDX-License-Identifier: Apache-2.0

import GRDB
package import MartletWire

extension SQLiteSnapshot {
    private static let presenceColumns = "u.id, u.online, u.status_text, u.last_seen"

    package func usersOnline() throws -> [UserID] {
        try self.rows("SELECT id FROM user WHERE online = 1 ORDER BY id").map { $0[0] }
    }

    package func presence(in workspace: WorkspaceID, after user: UserID?, limit: Int) throws -> [PresenceEntry] {
        try self.rows(
            """
            SELECT \(Self.presenceColumns) FROM membership m CROSS JOIN user u ON u.id = m.user_id
            WHERE m.key = ? AND m.user_id > ? AND m.end_seq IS NULL ORDER BY m.user_id LIMIT ?
            """,
            [AudienceKey.workspace(workspace), user ?? 0, limit]
        ).map(PresenceEntry.init(row:))
    }

    package func presence(of users: [UserID]) throws -> [PresenceEntry] {
        try Set(users).sorted().compactMap { user in
            try self.row("SELECT \(Self.presenceColumns) FROM user u WHERE u.id = ?", [user])
                .map(PresenceEntry.init(row:))
        }
    }

    package func noteworthyPresence(in workspace: WorkspaceID) throws -> [PresenceEntry] {
        try self.rows(
            """
            SELECT \(Self.presenceColumns) FROM membership m CROSS JOIN user u ON u.id = m.user_id
            WHERE m.key = ? AND m.end_seq IS NULL AND (u.online = 1 OR u.status_text <> '') ORDER BY m.user_id
            """,
            [AudienceKey.workspace(workspace)]
        ).map(PresenceEntry.init(row:))
    }
}

extension PresenceEntry {
    fileprivate init(row: Row) {
        self.init(userID: row[0], status: row[1] ? .online : .offline, statusText: row[2], lastSeen: row[3])
    }
}
