// SPDX-License-Identifier: Apache-2.0

#if Postgres
    import CPostgres
    import FoundationEssentials
    package import GRDB

    /// One row of PostgreSQL's answer.
    package struct PostgresRow: SQLRow {
        let values: [DatabaseValue]

        package subscript<Value: DatabaseValueConvertible>(_ index: Int) -> Value {
            guard let value = Value.fromDatabaseValue(self.values[index]) else {
                preconditionFailure("column \(index) is not a \(Value.self)")
            }
            return value
        }

        /// Reads one row of a result whose columns are in the binary format.
        init(_ result: OpaquePointer, row: CInt) {
            self.values = (0..<PQnfields(result)).map { column in
                guard PQgetisnull(result, row, column) == 0, let start = PQgetvalue(result, row, column) else {
                    return .null
                }
                let bytes = UnsafeRawBufferPointer(start: start, count: Int(PQgetlength(result, row, column)))
                return Self.value(bytes, of: PQftype(result, column))
            }
        }

        /// The types by PostgreSQL's numbers for them.
        private static func value(_ bytes: UnsafeRawBufferPointer, of type: Oid) -> DatabaseValue {
            switch type {
            case 16: Int64(bytes[0]).databaseValue  // boolean
            case 17: Data(bytes).databaseValue  // bytea
            case 20: Int64(bigEndian: bytes.loadUnaligned(as: Int64.self)).databaseValue  // bigint
            case 21: Int64(Int16(bigEndian: bytes.loadUnaligned(as: Int16.self))).databaseValue  // smallint
            case 23: Int64(Int32(bigEndian: bytes.loadUnaligned(as: Int32.self))).databaseValue  // integer
            case 19, 25, 1042, 1043: String(decoding: bytes, as: UTF8.self).databaseValue  // text of any kind
            default: preconditionFailure("no query of ours answers with PostgreSQL's type \(type)")
            }
        }
    }
#endif
