// SPDX-License-Identifier: Apache-2.0

#if Postgres
    import GRDB

    extension StoreCopy {
        func copy(
            _ table: CopiedTable,
            of rows: Int,
            from source: Database,
            through connection: PostgresConnection,
            _ meter: CopyMeter
        ) throws {
            var place = try self.place(of: table.name, through: connection).map { try CopyPlace(text: $0).key }
            var left = rows
            while true {
                let page = try Self.rows(of: table, in: source, after: place)
                guard let last = page.last else { break }
                try connection.send("BEGIN")
                for row in page { try self.add(row, to: table, through: connection) }
                place = table.place(of: last)
                try self.note(try CopyPlace(table.place(of: last)).text(), for: table.name, through: connection)
                try connection.send("COMMIT")
                _ = try connection.settle()
                meter.advance(by: page.count)
                left -= page.count
            }
            // What was copied before is done as well.
            meter.advance(by: left)
        }

        private func add(_ row: [DatabaseValue], to table: CopiedTable, through connection: PostgresConnection) throws {
            do {
                try connection.send(table.insertion, PostgresArguments(row))
                guard table.name == "message" else { return }
                try self.index(row, of: table, through: connection)
            } catch let error as PostgresError where error == .unkeepable {
                let key = table.place(of: row).map(\.description).joined(separator: ", ")
                throw StoreError(
                    .inaccessible,
                    "\(table.name) \(key): holds the character U+0000, which PostgreSQL cannot keep: change it first"
                )
            }
        }

        private func index(
            _ row: [DatabaseValue],
            of table: CopiedTable,
            through connection: PostgresConnection
        ) throws {
            func value(_ column: String) -> DatabaseValue {
                table.columns.firstIndex(of: column).map { row[$0] } ?? .null
            }
            guard value("deleted_at").isNull, let body = String.fromDatabaseValue(value("body")),
                let words = SearchWords.vector(of: body)
            else { return }
            try connection.send(
                """
                INSERT INTO message_search (message_id, words) VALUES (?, CAST(? AS tsvector)) ON CONFLICT DO NOTHING
                """,
                [value("id"), words]
            )
        }

        private static func rows(
            of table: CopiedTable,
            in source: Database,
            after place: [DatabaseValue]?
        ) throws -> [[DatabaseValue]] {
            let statement = try source.cachedStatement(sql: table.page(after: place, limit: Self.page))
            let arguments = StatementArguments(place ?? [])
            return try Row.fetchAll(statement, arguments: arguments).map { Array($0.databaseValues) }
        }

        /// Reads a table back from both databases.
        func verify(
            _ table: CopiedTable,
            _ source: Database,
            through connection: PostgresConnection,
            _ meter: CopyMeter
        ) throws {
            var (here, there) = (CopySum(), CopySum())
            var place: [DatabaseValue]?
            while true {
                let page = try Self.rows(of: table, in: source, after: place)
                guard let last = page.last else { break }
                for row in page { here.add(row) }
                place = table.place(of: last)
            }
            place = nil
            while true {
                let sql = table.page(after: place, limit: Self.page)
                let page = try connection.run(sql, PostgresArguments(place ?? [])).rows.map(\.values)
                guard let last = page.last else { break }
                for row in page { there.add(row) }
                place = table.place(of: last)
                meter.advance(by: page.count)
            }
            guard here == there else {
                throw StoreError(
                    .inaccessible,
                    "database: what was copied of \(table.name) is not what is stored here: empty it and copy again"
                )
            }
        }
    }
#endif
