// SPDX-License-Identifier: Apache-2.0

package import MartletWire

extension SQLReading {
    private static var userColumns: String {
        "u.id, u.name, u.display_name, u.online, u.status_text, u.last_seen, u.created_at"
    }

    package func user(_ id: UserID) throws -> User? {
        try self.row("SELECT \(Self.userColumns) FROM user u WHERE u.id = ?", [id]).map(User.init(row:))
    }

    package func users(_ ids: [UserID]) throws -> [User] {
        try Set(ids).sorted().compactMap { try self.user($0) }
    }

    package func users(named names: [String]) throws -> [User] {
        try Set(names.map(Self.nameKey)).sorted().compactMap { key in
            try self.row("SELECT \(Self.userColumns) FROM user u WHERE u.name_key = ?", [key]).map(User.init(row:))
        }
    }

    package func users(after user: UserID?, limit: Int) throws -> [User] {
        try self.rows(
            "SELECT \(Self.userColumns) FROM user u WHERE u.id > ? ORDER BY u.id LIMIT ?",
            [user ?? 0, limit]
        ).map(User.init(row:))
    }

    package func users(in workspace: WorkspaceID, after user: UserID?, limit: Int) throws -> [User] {
        try self.rows(
            """
            SELECT \(Self.userColumns) FROM membership m CROSS JOIN user u ON u.id = m.user_id
            WHERE m.key = ? AND m.user_id > ? AND m.end_seq IS NULL ORDER BY m.user_id LIMIT ?
            """,
            [AudienceKey.workspace(workspace), user ?? 0, limit]
        ).map(User.init(row:))
    }

    package func users(around user: UserID, after other: UserID?, limit: Int) throws -> [User] {
        // A page of each workspace, then the lowest of all: no workspace is read beyond what can be on the page.
        let start = other ?? 0
        var found: Set<UserID> = user > start ? [user] : []
        for workspace in try self.workspaceIDs(of: user) {
            let members = try self.members(of: .workspace(workspace), after: start, limit: limit)
            found.formUnion(members.map(\.user))
        }
        return try self.users(Array(found.sorted().prefix(limit)))
    }

    package func sharesWorkspace(_ user: UserID, with other: UserID) throws -> Bool {
        try self.row(
            """
            SELECT 1 FROM membership mine CROSS JOIN membership theirs
                ON theirs.key = mine.key AND theirs.user_id = ? AND theirs.end_seq IS NULL
            WHERE mine.user_id = ? AND mine.end_seq IS NULL AND mine.key & 3 = 2 LIMIT 1
            """,
            [other, user]
        ) != nil
    }

    package func userCount() throws -> Int64 {
        try self.integer("SELECT MAX(id) FROM user") ?? 0
    }

    /// What makes two short names the same.
    static func nameKey(_ name: String) -> String {
        name.lowercased()
    }
}

extension User {
    /// Reads `id, name, display_name, online, status_text, last_seen, created_at`.
    init(row: some SQLRow) {
        self.init(
            id: row[0],
            name: row[1],
            displayName: row[2],
            status: row[3] ? .online : .offline,
            statusText: row[4],
            lastSeen: row[5],
            createdAt: row[6]
        )
    }
}
