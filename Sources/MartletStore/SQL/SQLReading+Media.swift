// SPDX-License-Identifier: Apache-2.0

package import MartletWire

extension SQLReading {
    package func media(_ id: MediaID) throws -> StoredMedia? {
        try self.row(
            "SELECT name, content_type, size, uploader_id, created_at, content_hash FROM media WHERE id = ?",
            [id.rawValue]
        ).map { row in
            let media = Media(
                id: id,
                name: row[0],
                contentType: row[1],
                size: row[2],
                uploaderID: row[3],
                createdAt: row[4]
            )
            return StoredMedia(media, contentHash: row[5])
        }
    }

    package func mayRead(_ id: MediaID, _ user: UserID) throws -> Bool {
        try self.integer(
            """
            SELECT EXISTS (SELECT 1 FROM media WHERE id = :media AND uploader_id = :user) OR EXISTS (
                SELECT 1 FROM media_reference r CROSS JOIN channel c ON c.id = r.channel_id
                WHERE r.media_id = :media AND EXISTS (
                    SELECT 1 FROM membership
                    WHERE key = c.workspace_id << 2 | 2 AND user_id = :user AND end_seq IS NULL
                ) AND (
                    c.kind = 'public'
                    OR EXISTS (
                        SELECT 1 FROM membership WHERE key = c.id << 2 | 1 AND user_id = :user AND end_seq IS NULL
                    )
                    OR EXISTS (SELECT 1 FROM archived_reader WHERE user_id = :user AND channel_id = c.id)
                )
            )
            """,
            ["media": id.rawValue, "user": user]
        ) == 1
    }

    package func unusedContent(limit: Int) throws -> [String] {
        try self.rows("SELECT content_hash FROM media_garbage LIMIT ?", [limit]).map { $0[0] }
    }

    package func isContentUsed(_ hash: String) throws -> Bool {
        try self.integer("SELECT EXISTS (SELECT 1 FROM media WHERE content_hash = ?)", [hash]) == 1
    }

    package func orphanedMedia(before instant: Timestamp, limit: Int) throws -> [MediaID] {
        try self.rows(
            "SELECT id FROM media WHERE unreferenced_at < ? ORDER BY unreferenced_at LIMIT ?",
            [instant, limit]
        ).map { MediaID(rawValue: $0[0]) }
    }

    package func media(referredToBy referrer: MediaReferrer) throws -> [MediaID] {
        try self.rows(
            "SELECT media_id FROM media_reference WHERE kind = ? AND referrer_id = ?",
            [referrer.kind, referrer.number]
        ).map { MediaID(rawValue: $0[0]) }
    }
}

extension SQLWriting {
    package func insert(_ stored: StoredMedia) throws {
        let media = stored.media
        try self.execute(
            """
            INSERT INTO media (id, content_hash, name, content_type, size, uploader_id, created_at, unreferenced_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                media.id.rawValue, stored.contentHash, media.name, media.contentType, media.size, media.uploaderID,
                media.createdAt, self.now,
            ]
        )
        try self.forgetContent(stored.contentHash)
    }

    package func refer(to media: [MediaID], from referrer: MediaReferrer, in channel: ChannelID) throws {
        for id in media {
            try self.execute(
                """
                INSERT INTO media_reference (media_id, channel_id, kind, referrer_id) VALUES (?, ?, ?, ?)
                ON CONFLICT DO NOTHING
                """,
                [id.rawValue, channel, referrer.kind, referrer.number]
            )
            try self.execute("UPDATE media SET unreferenced_at = NULL WHERE id = ?", [id.rawValue])
        }
    }

    package func removeReferences(from referrer: MediaReferrer) throws {
        let media = try self.media(referredToBy: referrer)
        guard !media.isEmpty else { return }
        try self.execute(
            "DELETE FROM media_reference WHERE kind = ? AND referrer_id = ?",
            [referrer.kind, referrer.number]
        )
        for id in media {
            try self.execute(
                """
                UPDATE media SET unreferenced_at = :now WHERE id = :media
                    AND NOT EXISTS (SELECT 1 FROM media_reference WHERE media_id = :media)
                """,
                ["now": self.now, "media": id.rawValue]
            )
        }
    }

    package func removeMedia(_ id: MediaID) throws {
        guard let hash = try self.media(id)?.contentHash else { return }
        try self.execute("DELETE FROM media_reference WHERE media_id = ?", [id.rawValue])
        try self.execute("DELETE FROM media WHERE id = ?", [id.rawValue])
        guard try !self.isContentUsed(hash) else { return }
        try self.execute("INSERT INTO media_garbage (content_hash) VALUES (?) ON CONFLICT DO NOTHING", [hash])
    }

    package func forgetContent(_ hash: String) throws {
        try self.execute("DELETE FROM media_garbage WHERE content_hash = ?", [hash])
    }
}

extension MediaReferrer {
    fileprivate var kind: String {
        switch self {
        case .message: "message"
        case .canvas: "canvas"
        }
    }

    fileprivate var number: Int64 {
        switch self {
        case .message(let id): id.rawValue
        case .canvas(let id): id.rawValue
        }
    }
}
