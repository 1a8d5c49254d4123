// SPDX-License-Identifier: Apache-2.0

package import MartletRules
package import MartletWire

extension SQLReading {
    private static var channelColumns: String {
        """
        c.id, c.workspace_id, c.kind, c.name, c.topic, c.creator_id, COALESCE(n.members, 0), c.people, c.created_at,
        c.archived_at
        """
    }
    private static var channelCount: String { "LEFT JOIN membership_count n ON n.key = c.id << 2 | 1" }
    private static var channelExists: String {
        "EXISTS (SELECT 1 FROM workspace w WHERE w.id = c.workspace_id AND w.deleted_at IS NULL)"
    }

    package func channel(_ id: ChannelID) throws -> Channel? {
        try self.row(
            """
            SELECT \(Self.channelColumns) FROM channel c \(Self.channelCount) WHERE c.id = ? AND \(Self.channelExists)
            """,
            [id]
        ).map(Channel.init(row:))
    }

    package func directChannel(of people: Set<UserID>, in workspace: WorkspaceID) throws -> Channel? {
        try self.row(
            "SELECT \(Self.channelColumns) FROM channel c \(Self.channelCount) WHERE c.workspace_id = ? AND c.people = ?",
            [workspace, Self.list(people)]
        ).map(Channel.init(row:))
    }

    package func channels(_ selection: ChannelSelection, readableBy user: UserID) throws -> [Channel] {
        try self.rows(
            """
            SELECT \(Self.channelColumns), m.user_id IS NOT NULL
            FROM channel c \(Self.channelCount)
                LEFT JOIN membership m ON m.key = c.id << 2 | 1 AND m.user_id = :user AND m.end_seq IS NULL
                LEFT JOIN archived_reader r ON r.user_id = :user AND r.channel_id = c.id
            WHERE c.workspace_id = :workspace AND c.id > :after AND \(Self.channelExists)
                AND (m.user_id IS NOT NULL OR c.kind = 'public' OR r.user_id IS NOT NULL)
                AND (:archived OR c.archived_at IS NULL) AND (c.kind = :kind OR :kind IS NULL)
            ORDER BY c.id LIMIT :limit
            """,
            [
                "user": user, "workspace": selection.workspaceID, "after": selection.after ?? 0,
                "archived": selection.includesArchived, "kind": selection.kind?.rawValue, "limit": selection.limit,
            ]
        ).map { row in
            var channel = Channel(row: row)
            channel.isMember = row[10]
            return channel
        }
    }

    package func channelIDs(in workspace: WorkspaceID) throws -> [ChannelID] {
        try self.rows("SELECT id FROM channel WHERE workspace_id = ? AND archived_at IS NULL ORDER BY id", [workspace])
            .map { $0[0] }
    }

    package func channelIDs(in workspace: WorkspaceID, of user: UserID) throws -> [ChannelID] {
        try self.rows(
            """
            SELECT c.id FROM membership m CROSS JOIN channel c ON c.id = m.key >> 2
            WHERE m.user_id = ? AND m.key & 3 = 1 AND m.end_seq IS NULL AND c.workspace_id = ? ORDER BY c.id
            """,
            [user, workspace]
        ).map { $0[0] }
    }

    package func channel(
        _ id: ChannelID,
        seenBy user: UserID
    ) throws -> (channel: Channel, standing: ChannelStanding)? {
        guard
            let row = try self.row(
                """
                SELECT \(Self.channelColumns), m.user_id IS NOT NULL, r.user_id IS NOT NULL, w.role
                FROM channel c \(Self.channelCount)
                    LEFT JOIN membership m ON m.key = c.id << 2 | 1 AND m.user_id = :user AND m.end_seq IS NULL
                    LEFT JOIN archived_reader r ON r.user_id = :user AND r.channel_id = c.id
                    LEFT JOIN membership w ON w.key = c.workspace_id << 2 | 2 AND w.user_id = :user
                        AND w.end_seq IS NULL
                WHERE c.id = :channel AND \(Self.channelExists)
                """,
                ["user": user, "channel": id]
            )
        else { return nil }
        var channel = Channel(row: row)
        channel.isMember = row[10]
        let standing = ChannelStanding(
            kind: channel.kind,
            isArchived: channel.archivedAt != nil,
            isMember: row[10] || row[11],
            isCreator: channel.creatorID == user,
            role: (row[12] as String?).flatMap(WorkspaceRole.init(rawValue:))
        )
        return (channel, standing)
    }

    package func channelPage(of user: UserID, skipping: Int, limit: Int) throws -> ChannelPage {
        let rows = try self.rows(
            """
            SELECT \(Self.channelColumns), m.lasts FROM (
                SELECT key, MAX(CASE WHEN end_seq IS NULL THEN 1 ELSE 0 END) AS lasts FROM membership
                WHERE user_id = ? AND key & 3 = 1 GROUP BY key ORDER BY key LIMIT ? OFFSET ?
            ) m CROSS JOIN channel c ON c.id = m.key >> 2 \(Self.channelCount) ORDER BY c.id
            """,
            [user, limit + 1, skipping]
        )
        let channels = rows.prefix(limit).filter { $0[10] }.map { row in
            var channel = Channel(row: row)
            channel.isMember = true
            return channel
        }
        return ChannelPage(channels: channels, hasMore: rows.count > limit)
    }

    /// The one spelling of a set of people.
    static func list(_ people: Set<UserID>) -> String {
        people.sorted().map(\.description).joined(separator: ",")
    }
}

extension Channel {
    /// Reads the columns above.
    init(row: some SQLRow) {
        self.init(
            id: row[0],
            workspaceID: row[1],
            kind: ChannelKind(rawValue: row[2]) ?? .private,
            name: row[3],
            topic: row[4],
            creatorID: row[5],
            memberCount: row[6],
            memberIDs: (row[7] as String?)?.split(separator: ",").compactMap { UserID(String($0)) },
            archivedAt: row[9],
            createdAt: row[8]
        )
    }
}
