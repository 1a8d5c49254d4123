// SPDX-License-Identifier: Apache-2.0

#if Postgres
    import GRDB

    /// A query with its arguments.
    struct PostgresQuestion: Hashable {
        let sql: String
        let arguments: PostgresArguments

        init(_ sql: String, _ arguments: PostgresArguments) {
            self.sql = sql
            self.arguments = arguments
        }
    }
#endif
