// SPDX-License-Identifier: Apache-2.0

#if Postgres
    import GRDB

    /// What a table's rows come to, in whatever order they are read: equal for equal rows, as good as never for others.
    ///
    /// Good within one process.
    struct CopySum: Equatable {
        /// How many rows.
        private(set) var count = 0
        private var sum: UInt64 = 0

        mutating func add(_ row: [DatabaseValue]) {
            self.count += 1
            self.sum &+= UInt64(bitPattern: Int64(row.hashValue))
        }
    }
#endif
