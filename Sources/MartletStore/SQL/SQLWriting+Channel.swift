// SPDX-License-Identifier: Apache-2.0

package import MartletWire

extension SQLWriting {
    package func addChannel(_ channel: NewChannel) throws -> Channel {
        let number = try self.add(
            """
            INSERT INTO channel (workspace_id, kind, name, topic, creator_id, people, created_at)
            VALUES (?, ?, ?, ?, ?, ?, ?)
            """,
            [
                channel.workspaceID, channel.kind.rawValue, channel.name, channel.topic, channel.creatorID,
                channel.people.map(Self.list), self.now,
            ]
        )
        return Channel(
            id: ChannelID(rawValue: number),
            workspaceID: channel.workspaceID,
            kind: channel.kind,
            name: channel.name,
            topic: channel.topic,
            creatorID: channel.creatorID,
            memberCount: 0,
            memberIDs: channel.people?.sorted(),
            createdAt: self.now
        )
    }

    package func updateChannel(_ id: ChannelID, name: String?, topic: String) throws {
        try self.execute("UPDATE channel SET name = ?, topic = ? WHERE id = ?", [name, topic, id])
    }

    package func archiveChannel(_ id: ChannelID) throws {
        try self.execute("UPDATE channel SET archived_at = ? WHERE id = ?", [self.now, id])
        try self.execute(
            """
            INSERT INTO archived_reader (user_id, channel_id)
            SELECT user_id, ? FROM membership WHERE key = ? AND end_seq IS NULL ON CONFLICT DO NOTHING
            """,
            [id, AudienceKey.channel(id)]
        )
    }

    package func forgetArchived(in workspace: WorkspaceID, for user: UserID) throws {
        try self.execute(
            """
            DELETE FROM archived_reader
            WHERE user_id = ? AND channel_id IN (SELECT id FROM channel WHERE workspace_id = ?)
            """,
            [user, workspace]
        )
    }
}
