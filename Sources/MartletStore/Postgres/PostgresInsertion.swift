// SPDX-License-Identifier: Apache-2.0

#if Postgres
    /// A statement that adds one row, and that can as well add several: most of what a row costs by itself is the statement.
    struct PostgresInsertion {
        /// How many rows one statement adds at most.
        static let limit = 64

        /// The shared text of the statement for one row.
        let sql: String
        private let head: Substring
        private let row: Substring
        private let tail: Substring

        /// Reads a shared statement; nil if it is not one row of values in a list, or does something with a row that is there
        /// already.
        init?(_ sql: String) {
            guard sql.hasPrefix("INSERT INTO "), !sql.contains(":"), let start = sql.firstRange(of: "VALUES (") else {
                return nil
            }
            let opening = sql.index(before: start.upperBound)
            var depth = 0
            let closing = sql[opening...].firstIndex { character in
                depth += character == "(" ? 1 : character == ")" ? -1 : 0
                return depth == 0
            }
            guard let closing else { return nil }
            let tail = sql[sql.index(after: closing)...]
            guard
                tail.allSatisfy(\.isWhitespace)
                    || tail.split(whereSeparator: \.isWhitespace).elementsEqual(Self.harmless)
            else { return nil }
            self.sql = sql
            (self.head, self.row, self.tail) = (sql[..<opening], sql[opening...closing], tail)
        }

        private static let harmless: [Substring] = ["ON", "CONFLICT", "DO", "NOTHING"]

        /// Cuts rows into powers of two, so that few statements are prepared, and says what adds each piece.
        func statements(adding rows: [PostgresArguments]) -> [(sql: String, arguments: PostgresArguments)] {
            var statements: [(sql: String, arguments: PostgresArguments)] = []
            var rest = rows[...]
            while !rest.isEmpty {
                let count = min(Self.limit, 1 << (Int.bitWidth - 1 - rest.count.leadingZeroBitCount))
                let values = rest.prefix(count).flatMap(\.values)
                statements.append((self.text(rows: count), PostgresArguments(values)))
                rest = rest.dropFirst(count)
            }
            return statements
        }

        private func text(rows count: Int) -> String {
            guard count > 1 else { return self.sql }
            return self.head + Array(repeating: self.row, count: count).joined(separator: ", ") + self.tail
        }
    }
#endif
