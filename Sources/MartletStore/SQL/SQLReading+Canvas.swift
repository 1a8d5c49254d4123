// SPDX-License-Identifier: Apache-2.0

package import MartletWire

extension SQLReading {
    private static var canvasColumns: String {
        "id, channel_id, title, revision, creator_id, updated_by, created_at, updated_at"
    }

    package func canvas(_ id: CanvasID) throws -> Canvas? {
        try self.row("SELECT \(Self.canvasColumns), body FROM canvas WHERE id = ?", [id]).map { row in
            Canvas(
                id: row[0],
                channelID: row[1],
                title: row[2],
                body: row[8],
                revision: row[3],
                creatorID: row[4],
                updatedBy: row[5],
                createdAt: row[6],
                updatedAt: row[7]
            )
        }
    }

    package func canvases(in channel: ChannelID, after canvas: CanvasID?, limit: Int) throws -> [CanvasSummary] {
        try self.rows(
            "SELECT \(Self.canvasColumns) FROM canvas WHERE channel_id = ? AND id > ? ORDER BY id LIMIT ?",
            [channel, canvas ?? 0, limit]
        ).map { row in
            CanvasSummary(
                id: row[0],
                channelID: row[1],
                title: row[2],
                revision: row[3],
                creatorID: row[4],
                updatedBy: row[5],
                createdAt: row[6],
                updatedAt: row[7]
            )
        }
    }
}

extension SQLWriting {
    package func addCanvas(in channel: ChannelID, title: String, body: String, by user: UserID) throws -> Canvas {
        let number = try self.add(
            """
            INSERT INTO canvas (channel_id, title, revision, creator_id, updated_by, created_at, updated_at, body)
            VALUES (?, ?, 1, ?, ?, ?, ?, ?)
            """,
            [channel, title, user, user, self.now, self.now, body]
        )
        return Canvas(
            id: CanvasID(rawValue: number),
            channelID: channel,
            title: title,
            body: body,
            revision: 1,
            creatorID: user,
            updatedBy: user,
            createdAt: self.now,
            updatedAt: self.now
        )
    }

    package func replaceCanvas(_ canvas: Canvas) throws {
        try self.execute(
            "UPDATE canvas SET title = ?, body = ?, revision = ?, updated_by = ?, updated_at = ? WHERE id = ?",
            [canvas.title, canvas.body, canvas.revision, canvas.updatedBy, canvas.updatedAt, canvas.id]
        )
    }

    package func removeCanvas(_ id: CanvasID) throws {
        try self.execute("DELETE FROM canvas WHERE id = ?", [id])
    }
}
