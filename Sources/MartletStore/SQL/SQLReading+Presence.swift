// SPDX-License-Identifier: Apache-2.0

package import MartletWire

extension SQLReading {
    private static var presenceColumns: String { "u.id, u.online, u.status_text, u.last_seen" }

    package func usersOnline() throws -> [UserID] {
        try self.rows("SELECT id FROM user WHERE online = 1 ORDER BY id").map { $0[0] }
    }

    package func usersSeen(after instant: Timestamp) throws -> [UserID] {
        try self.rows("SELECT id FROM user WHERE last_seen > ? ORDER BY id", [instant]).map { $0[0] }
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
        var entries: [PresenceEntry] = []
        entries.reserveCapacity(users.count)
        try self.visit(
            """
            SELECT \(Self.presenceColumns) FROM json_each(?) j CROSS JOIN user u ON u.id = j.value
            """,
            [Self.list(users)]
        ) { entries.append(PresenceEntry(row: $0)) }
        return entries.sorted { $0.userID < $1.userID }
    }

    package func workspaces(of users: [UserID]) throws -> [UserID: [WorkspaceID]] {
        var workspaces: [UserID: [WorkspaceID]] = [:]
        try self.visit(
            """
            SELECT m.user_id, m.key FROM json_each(?) j CROSS JOIN membership m ON m.user_id = j.value
            WHERE m.end_seq IS NULL
            """,
            [Self.list(users)]
        ) { row in
            guard case .workspace(let workspace) = AudienceKey(rawValue: row[1]).subject else { return }
            workspaces[row[0], default: []].append(workspace)
        }
        return workspaces
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
    fileprivate init(row: some SQLRow) {
        self.init(userID: row[0], status: row[1] ? .online : .offline, statusText: row[2], lastSeen: row[3])
    }
}
