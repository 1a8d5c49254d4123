// SPDX-License-Identifier: Apache-2.0

package import MartletWire

extension SQLReading {
    private static var workspaceColumns: String { "w.id, w.name, w.owner_id, COALESCE(n.members, 0), w.created_at" }
    private static var workspaceCount: String { "LEFT JOIN membership_count n ON n.key = w.id << 2 | 2" }

    package func workspace(_ id: WorkspaceID) throws -> Workspace? {
        try self.row(
            """
            SELECT \(Self.workspaceColumns), NULL FROM workspace w \(Self.workspaceCount)
            WHERE w.id = ? AND w.deleted_at IS NULL
            """,
            [id]
        ).map(Workspace.init(row:))
    }

    package func workspaces(of user: UserID, after workspace: WorkspaceID?, limit: Int) throws -> [Workspace] {
        try self.rows(
            """
            SELECT \(Self.workspaceColumns), m.role
            FROM membership m CROSS JOIN workspace w ON w.id = m.key >> 2 \(Self.workspaceCount)
            WHERE m.user_id = ? AND m.key > ? AND m.key & 3 = 2 AND m.end_seq IS NULL ORDER BY m.key LIMIT ?
            """,
            [user, AudienceKey.workspace(workspace ?? 0), limit]
        ).map(Workspace.init(row:))
    }

    package func workspaceIDs(of user: UserID) throws -> [WorkspaceID] {
        try self.rows(
            "SELECT key >> 2 FROM membership WHERE user_id = ? AND key & 3 = 2 AND end_seq IS NULL ORDER BY key",
            [user]
        ).map { $0[0] }
    }
}

extension Workspace {
    /// Reads `id, name, owner_id, members, created_at, role`.
    fileprivate init(row: some SQLRow) {
        self.init(
            id: row[0],
            name: row[1],
            ownerID: row[2],
            role: (row[5] as String?).flatMap(WorkspaceRole.init(rawValue:)),
            memberCount: row[3],
            createdAt: row[4]
        )
    }
}
