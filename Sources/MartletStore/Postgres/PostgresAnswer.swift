// SPDX-License-Identifier: Apache-2.0

#if Postgres
    import CPostgres

    /// What one statement came to.
    struct PostgresAnswer {
        /// What it found.
        let rows: [PostgresRow]
        /// How many rows it changed or found.
        let count: Int
        /// What PostgreSQL calls what it did, as in `COMMIT`.
        let tag: String

        init(_ result: OpaquePointer) {
            self.rows = (0..<PQntuples(result)).map { PostgresRow(result, row: $0) }
            self.count = PQcmdTuples(result).flatMap { Int(String(cString: $0)) } ?? 0
            self.tag = PQcmdStatus(result).map { String(cString: $0) } ?? ""
        }
    }
#endif
