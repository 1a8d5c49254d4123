// SPDX-License-Identifier: Apache-2.0

import GRDB

extension SQLiteMigrations {
    static func media(_ database: Database) throws {
        try database.execute(
            sql: """
                CREATE TABLE media (
                    id TEXT PRIMARY KEY,
                    content_hash TEXT NOT NULL,
                    name TEXT NOT NULL,
                    content_type TEXT NOT NULL,
                    size INTEGER NOT NULL,
                    uploader_id INTEGER NOT NULL,
                    created_at INTEGER NOT NULL,
                    unreferenced_at INTEGER      -- since when nothing refers to it; absent while something does
                ) WITHOUT ROWID;
                CREATE INDEX media_content ON media (content_hash);
                CREATE INDEX media_unreferenced ON media (unreferenced_at) WHERE unreferenced_at IS NOT NULL;
                CREATE TABLE media_reference (
                    media_id TEXT NOT NULL,
                    channel_id INTEGER NOT NULL,
                    kind TEXT NOT NULL,          -- message or canvas
                    referrer_id INTEGER NOT NULL,
                    PRIMARY KEY (media_id, channel_id, kind, referrer_id)
                ) WITHOUT ROWID;
                CREATE TABLE media_garbage (     -- bytes that no upload has any more
                    content_hash TEXT PRIMARY KEY
                ) WITHOUT ROWID;
                CREATE INDEX media_referrer ON media_reference (kind, referrer_id);
                """
        )
    }
}
