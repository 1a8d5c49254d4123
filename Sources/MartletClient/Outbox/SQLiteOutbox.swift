// SPDX-License-Identifier: Apache-2.0

import GRDB
package import MartletRules
package import MartletWire

/// One account's outbox in an ``OutboxFile``.
///
/// Whatever is queued by many at once is written with one fsync.
package struct SQLiteOutbox: OutboxStorage {
    let account: String
    let limits: OutboxLimits
    let pool: DatabasePool
    let committer: GroupCommitter
    let lifelines: Lifelines

    package func enqueue(
        _ drafts: [OutboxDraft],
        at now: Timestamp
    ) async throws(OutboxError) -> [OutboxAdmission] {
        try await self.committer.write(mayRefuse: false) { database in
            var table = try OutboxTable(database, account: self.account, limits: self.limits)
            let admissions = try drafts.map { try table.admit($0, at: now) }
            try table.finish()
            return admissions
        }
    }

    package func entries(after id: OutboxItemID) async throws(OutboxError) -> [OutboxEntry] {
        try await self.read { database in
            try OutboxRow.fetchAll(
                database,
                withParams: false,
                where: "account = ? AND state IN (0, 1) AND id > ? ORDER BY id",
                [self.account, id.rawValue]
            ).map(\.entry)
        }
    }

    package func claim(
        _ ids: [OutboxItemID],
        under lease: OutboxLease,
        at now: Timestamp
    ) async throws(OutboxError) -> [OutboxItem] {
        try await self.committer.write { database in
            let table = try OutboxTable(database, account: self.account, limits: self.limits)
            try table.prolong(lease, at: now)
            return try ids.map { try table.claim($0, at: now) }
        }
    }

    package func settle(
        _ settlements: [Settlement],
        under lease: OutboxLease,
        at now: Timestamp
    ) async throws(OutboxError) {
        try await self.committer.write { database in
            var table = try OutboxTable(database, account: self.account, limits: self.limits)
            try table.prolong(lease, at: now)
            for settlement in settlements { try table.settle(settlement, at: now) }
            try table.trim()
            try table.finish()
        }
    }

    package func totals() async throws(OutboxError) -> OutboxTotals {
        try await self.read { try OutboxTable.totals($0, account: self.account) }
    }

    package func deadLetters() async throws(OutboxError) -> [DeadLetter] {
        try await self.read { database in
            try OutboxRow.fetchAll(
                database,
                withParams: true,
                where: "account = ? AND state = 3 ORDER BY dead_at DESC, id DESC",
                [self.account]
            ).compactMap(\.deadLetter)
        }
    }

    package func retry(_ id: OutboxItemID, at now: Timestamp) async throws(OutboxError) {
        try await self.committer.write { database in
            var table = try OutboxTable(database, account: self.account, limits: self.limits)
            try table.retry(id, at: now)
            try table.finish()
        }
    }

    package func revive(on occasion: Revival, at now: Timestamp) async throws(OutboxError) -> OutboxItemID? {
        try await self.committer.write { database in
            var table = try OutboxTable(database, account: self.account, limits: self.limits)
            let first = try table.revive(on: occasion, at: now)
            try table.finish()
            return first
        }
    }

    package func discard(_ id: OutboxItemID) async throws(OutboxError) {
        try await self.committer.write { database in
            var table = try OutboxTable(database, account: self.account, limits: self.limits)
            try table.discard(id)
            try table.finish()
        }
    }

    private func read<Answer: Sendable>(
        _ body: @escaping @Sendable (Database) throws -> Answer
    ) async throws(OutboxError) -> Answer {
        do {
            return try await self.pool.read(body)
        } catch {
            throw OutboxError(error)
        }
    }
}
