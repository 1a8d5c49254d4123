// SPDX-License-Identifier: Apache-2.0

import Dispatch
import FoundationEssentials
import GRDB
import Logging
import MartletRules
import MartletWire
import Synchronization

// MARK: - Recovering

extension SQLiteStore {
    /// Tries, now and then while commits fail, whether the file takes a write again: nobody may come to find out.
    func probeSoon() {
        let seconds = self.configuration.probeInterval / .seconds(1)
        self.queue.asyncAfter(deadline: .now() + seconds) { [weak self] in self?.probe() }
    }

    private func probe() {
        guard case .failing = self.health else { return }
        do {
            // A page or two may fit where the next message does not: readiness would go on and off with each.
            guard self.hasRoom else { return self.probeSoon() }
            try self.pool.write { try $0.execute(sql: "UPDATE log_total SET bytes = bytes") }
            self.becomeWritable()
            self.logger.notice("commits succeed again")
        } catch {
            self.probeSoon()
        }
    }
}

extension SQLiteStore {
    /// Several of the largest entries, with what the index adds.
    private static let room = 1024 * 1024

    /// Whether the disk takes what a busy second may bring.
    private var hasRoom: Bool {
        let path = self.configuration.directory + "/room.probe"
        defer { try? FileManager.default.removeItem(atPath: path) }
        return FileManager.default.createFile(atPath: path, contents: Data(count: Self.room))
    }
}

// MARK: - Keeping house

extension SQLiteStore {
    package func trim(_ policy: RetentionPolicy) async throws -> Int {
        var total = 0
        while !Task.isCancelled {
            let overCap = self.state.withLock { $0.bytes } > policy.byteCap
            let limit = overCap ? policy.neverTrimAfter : policy.keepAfter
            let head = self.extent.head
            let trimmed = try await self.commit { transaction in
                guard let transaction = transaction as? SQLiteTransaction else { return TrimmedLog() }
                return try transaction.trimLog(before: limit, keeping: head, chunk: policy.chunk)
            }
            guard trimmed.count > 0 else { break }
            total += trimmed.count
            self.state.withLock { $0.extent.floor = trimmed.floor }
        }
        return total
    }

    package func backUp(to path: String, progress: @escaping @Sendable (Double) -> Void) async throws {
        let pool = self.pool
        try await Task.detached {
            let copy = try DatabaseQueue(path: path)
            try pool.backup(to: copy, pagesPerStep: 1024) { step in
                progress(Double(step.completedPageCount) / Double(max(step.totalPageCount, 1)))
            }
            try copy.close()
        }.value
    }
}
