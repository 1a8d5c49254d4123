// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import GRDB
package import MartletWire

/// What another process may do with a data directory, beside the server that works on it or without one.
///
/// Never changes what the log tells of.
package struct StoreVisit: Sendable {
    private let directory: String

    package init(directory: String) {
        self.directory = directory
    }

    private var path: String { "\(self.directory)/\(SQLiteFile.name)" }

    /// Whether there is a store.
    package var holdsStore: Bool { FileManager.default.fileExists(atPath: self.path) }

    /// Copies the store as it is at one moment.
    /// - Parameters:
    ///   - target: The directory to copy it into.
    ///   - progress: Told how much is copied, from 0 to 1.
    /// - Throws: ``StoreError``, or `DatabaseError` if the copy cannot be written.
    package func backUp(to target: String, progress: @escaping @Sendable (Double) -> Void) async throws {
        try await self.visit(isReadOnly: true) { database in
            let copy = try DatabaseQueue(path: "\(target)/\(SQLiteFile.name)")
            try database.backup(to: copy, pagesPerStep: 1024) { step in
                progress(Double(step.completedPageCount) / Double(max(step.totalPageCount, 1)))
            }
            try copy.close()
        }
    }

    /// Reads every page.
    /// - Throws: ``StoreError`` if the store is not whole.
    package func check() async throws {
        try await self.visit(isReadOnly: true) { database in
            let answer = try database.read { try String.fetchOne($0, sql: "PRAGMA quick_check(1)") }
            guard answer == "ok" else { throw StoreError(.corrupt, "the store in \(self.directory) is damaged") }
        }
    }

    /// Keeps what a one-use sign-in link is good for, under the digest of its code.
    package func keepSignInLink(_ offer: [UInt8], under digest: [UInt8], until end: Timestamp) async throws {
        try await self.visit(isReadOnly: false) { database in
            try database.write {
                try $0.execute(
                    sql: "INSERT INTO sign_in_link (digest, offer, ends_at) VALUES (?, ?, ?)",
                    arguments: [Data(digest), Data(offer), end.rawValue]
                )
            }
        }
    }

    private func visit(isReadOnly: Bool, _ body: @escaping @Sendable (DatabaseQueue) throws -> Void) async throws {
        guard self.holdsStore else {
            throw StoreError(.inaccessible, "there is no store in \(self.directory)")
        }
        let path = self.path
        var configuration = Configuration()
        configuration.readonly = isReadOnly
        configuration.busyMode = .timeout(10)
        configuration.label = "martlet.visit"
        do {
            let queue = try DatabaseQueue(path: path, configuration: configuration)
            try await Task.detached { try body(queue) }.value
            try queue.close()
        } catch let error as DatabaseError {
            throw error.opening
        }
    }
}
