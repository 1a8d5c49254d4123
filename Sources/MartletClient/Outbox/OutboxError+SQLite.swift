// SPDX-License-Identifier: Apache-2.0

import GRDB

extension OutboxError {
    /// Says what a failure of SQLite means, without its words: those name files and statements.
    init(_ error: any Error) {
        if let error = error as? OutboxError {
            self = error
            return
        }
        switch (error as? DatabaseError)?.resultCode {
        case .SQLITE_CORRUPT, .SQLITE_NOTADB:
            self.init(.damaged, "storage: the outbox's file is damaged")
        case .SQLITE_FULL:
            self.init(.diskFull, "storage: the disk is full", isTemporary: true)
        case .SQLITE_BUSY, .SQLITE_LOCKED:
            self.init(.inaccessible, "storage: another process holds the outbox", isTemporary: true)
        case .some(let code):
            self.init(.inaccessible, "storage: SQLite error \(code.rawValue)", isTemporary: true)
        case .none:
            self.init(.inaccessible, "storage: unexpected failure", isTemporary: true)
        }
    }
}
