// SPDX-License-Identifier: Apache-2.0

#if Postgres
    import GRDB

    /// One table that both databases have, and how its rows are gone through.
    struct CopiedTable {
        /// Its name, as SQLite knows it.
        var name: String
        /// What is copied of each row: all that SQLite has.
        var columns: [String]
        /// What tells rows apart, by which they are gone through.
        var key: [String]

        /// Reads what a table is made of.
        init(_ name: String, in database: Database) throws {
            self.name = name
            let rows = try Row.fetchAll(database, sql: "SELECT name, pk FROM pragma_table_info(?)", arguments: [name])
            self.columns = rows.map { $0["name"] }
            let key = rows.filter { ($0["pk"] as Int) > 0 }.sorted { ($0["pk"] as Int) < ($1["pk"] as Int) }
            self.key = key.map { $0["name"] }
            precondition(!self.key.isEmpty, "a table that is copied has a key")
        }

        /// A page of rows in either database, after a place if there is one.
        func page(after place: [DatabaseValue]?, limit: Int) -> String {
            let key = self.key.joined(separator: ", ")
            let marks = self.key.map { _ in "?" }.joined(separator: ", ")
            let condition = place == nil ? "" : "WHERE (\(key)) > (\(marks)) "
            return """
                SELECT \(self.columns.joined(separator: ", ")) FROM \(self.name)
                \(condition)ORDER BY \(key) LIMIT \(limit)
                """
        }

        /// Adds a row, unless it is there.
        var insertion: String {
            let marks = self.columns.map { _ in "?" }.joined(separator: ", ")
            return """
                INSERT INTO \(self.name) (\(self.columns.joined(separator: ", "))) VALUES (\(marks)) ON CONFLICT DO NOTHING
                """
        }

        /// Where a row stands.
        func place(of row: [DatabaseValue]) -> [DatabaseValue] {
            self.key.compactMap { name in self.columns.firstIndex(of: name).map { row[$0] } }
        }
    }

    extension CopiedTable {
        /// Every table whose rows mean the same in both databases, what others refer to first.
        ///
        /// The rest is made anew: totals, counters and the search index.
        static let names = [
            "term", "log", "log_key", "membership", "membership_count", "idempotency", "user", "identity",
            "signed_out_session", "sign_in_link", "workspace", "channel", "archived_reader", "read_cursor", "canvas",
            "message", "reaction", "mention", "notification", "media", "media_reference", "media_garbage", "huddle",
            "huddle_participant", "work_session", "work_total", "activity",
        ]
    }
#endif
