// SPDX-License-Identifier: Apache-2.0

#if Postgres
    package import FoundationEssentials

    /// The bytes of uploads in the database, written and read beside the log: neither holds it up.
    package struct PostgresMedia: MediaContent {
        static let insertion = """
            INSERT INTO media_part (content_hash, number, bytes) VALUES (?, ?, ?) ON CONFLICT DO NOTHING
            """

        let store: PostgresStore

        package func add(_ part: Data, _ number: Int64, of hash: String) async throws {
            try await self.store.readers.use { _ = try $0.run(Self.insertion, [hash, number, part]) }
        }

        package func part(_ number: Int64, of hash: String) async throws -> Data? {
            try await self.store.readers.use { connection in
                let sql = "SELECT bytes FROM media_part WHERE content_hash = ? AND number = ?"
                return try connection.run(sql, [hash, number]).rows.first.map { $0[0] }
            }
        }

        package func remove(_ hash: String) async throws {
            try await self.store.commit { transaction in
                guard let transaction = transaction as? PostgresTransaction, try !transaction.isContentUsed(hash) else {
                    return
                }
                try transaction.execute("DELETE FROM media_part WHERE content_hash = ?", [hash])
            }
        }
    }
#endif
