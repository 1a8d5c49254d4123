// SPDX-License-Identifier: Apache-2.0

import GRDB

extension DatabaseError {
    /// Whether the store failed, rather than the statement.
    var meansStoreFailure: Bool {
        switch self.resultCode {
        case .SQLITE_FULL, .SQLITE_IOERR, .SQLITE_CORRUPT, .SQLITE_NOTADB, .SQLITE_READONLY, .SQLITE_CANTOPEN,
            .SQLITE_NOMEM, .SQLITE_BUSY, .SQLITE_LOCKED:
            true
        default:
            false
        }
    }

    /// The reason in words for an operator: no SQL, no path.
    var operatorReason: String {
        switch self.resultCode {
        case .SQLITE_FULL: "the disk is full"
        case .SQLITE_CORRUPT, .SQLITE_NOTADB: "the store is damaged"
        case .SQLITE_READONLY: "the store is read-only"
        case .SQLITE_IOERR: "the disk reports an error"
        case .SQLITE_BUSY, .SQLITE_LOCKED: "another process holds the store"
        default: "SQLite error \(self.extendedResultCode.rawValue)"
        }
    }

    /// The same, when the store is being opened.
    var opening: StoreError {
        switch self.resultCode {
        case .SQLITE_CORRUPT, .SQLITE_NOTADB:
            StoreError(.corrupt, "data: the store is damaged; restore a backup (see docs/operations.md)")
        case .SQLITE_BUSY, .SQLITE_LOCKED:
            StoreError(.inUse, "data: another process holds the store")
        default:
            StoreError(.inaccessible, "data: the store cannot be opened: \(self.operatorReason)")
        }
    }
}
