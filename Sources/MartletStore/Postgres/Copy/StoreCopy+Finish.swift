// SPDX-License-Identifier: Apache-2.0

#if Postgres
    import FoundationEssentials
    import GRDB

    extension StoreCopy {
        /// Copies the bytes of uploads that are there; returns how many.
        func copyMedia(_ source: Database, through connection: PostgresConnection) throws -> Int {
            let hashes = try String.fetchAll(
                source,
                sql: "SELECT DISTINCT content_hash FROM media ORDER BY content_hash"
            )
            for hash in hashes {
                let path = "\(self.directory)/media/\(hash.prefix(2))/\(hash)"
                guard let bytes = FileManager.default.contents(atPath: path) else {
                    throw StoreError(.inaccessible, "data: the upload media/\(hash.prefix(2))/\(hash) is not there")
                }
                let size = PostgresMedia.partSize
                for (number, start) in stride(from: 0, to: bytes.count, by: size).enumerated() {
                    let part = Data(bytes[start..<min(start + size, bytes.count)])
                    _ = try connection.run(PostgresMedia.insertion, [hash, Int64(number), part])
                }
            }
            return hashes.count
        }

        /// Sets what follows from the rows: totals, and the numbers that are given next.
        func finish(_ source: Database, through connection: PostgresConnection) throws {
            let bytes = try Int64.fetchOne(source, sql: "SELECT bytes FROM log_total") ?? 0
            let canvases = try Int64.fetchOne(source, sql: "SELECT seq FROM sqlite_sequence WHERE name = 'canvas'") ?? 0
            try connection.send("BEGIN")
            try connection.send(
                "UPDATE log_total SET bytes = ?, head = (SELECT COALESCE(MAX(seq), 0) FROM log)",
                [bytes]
            )
            let counters = [
                "user": "user", "workspace": "workspace", "channel": "channel", "work session": "work_session",
            ]
            for (counter, table) in counters.sorted(by: { $0.key < $1.key }) {
                try connection.send(
                    """
                    INSERT INTO counter (name, last) SELECT '\(counter)', COALESCE(MAX(id), 0) FROM \(table)
                    ON CONFLICT (name) DO UPDATE SET last = excluded.last
                    """
                )
            }
            try connection.send(
                """
                INSERT INTO counter (name, last) VALUES ('canvas', ?)
                ON CONFLICT (name) DO UPDATE SET last = excluded.last
                """,
                [canvases]
            )
            try connection.send(
                """
                SELECT setval(pg_get_serial_sequence('reaction', 'id'), MAX(id)) FROM reaction HAVING MAX(id) IS NOT NULL
                """
            )
            try connection.send("COMMIT")
            _ = try connection.settle()
        }

        /// Opens the database to servers.
        func removePlaces(through connection: PostgresConnection) throws {
            try connection.send("DROP TABLE \(Self.places)")
            for table in CopiedTable.names { try connection.send("ANALYZE \(table)") }
            _ = try connection.settle()
        }
    }
#endif
