// SPDX-License-Identifier: Apache-2.0

package import MartletRules
package import MartletWire
import Synchronization

/// An outbox that ends with its process: for clients without a disk, and for simulations, whose crashes copy it.
package final class MemoryOutbox: OutboxStorage {
    private let table: Mutex<MemoryOutboxTable>

    package init(limits: OutboxLimits = OutboxLimits()) {
        self.table = Mutex(MemoryOutboxTable(limits: limits))
    }

    /// Continues from what another one holds now, as a new process continues from a disk.
    package init(copying other: MemoryOutbox) {
        self.table = Mutex(other.table.withLock { $0 })
    }

    package func enqueue(
        _ drafts: [OutboxDraft],
        at now: Timestamp
    ) async throws(OutboxError) -> [OutboxAdmission] {
        self.table.withLock { table in drafts.map { table.admit($0, at: now) } }
    }

    package func entries(after id: OutboxItemID) async throws(OutboxError) -> [OutboxEntry] {
        self.table.withLock { $0.entries(after: id) }
    }

    package func requestLease(by owner: String, at now: Timestamp) async throws(OutboxError) -> OutboxLease.Grant {
        self.table.withLock { $0.requestLease(by: owner, at: now) }
    }

    package func release(_ lease: OutboxLease) async throws(OutboxError) {
        self.table.withLock { $0.release(lease) }
    }

    package func claim(
        _ ids: [OutboxItemID],
        under lease: OutboxLease,
        at now: Timestamp
    ) async throws(OutboxError) -> [OutboxItem] {
        try self.transaction { table throws(OutboxError) in
            try table.prolong(lease, at: now)
            var items: [OutboxItem] = []
            for id in ids { items.append(try table.claim(id, at: now)) }
            return items
        }
    }

    package func settle(
        _ settlements: [Settlement],
        under lease: OutboxLease,
        at now: Timestamp
    ) async throws(OutboxError) {
        try self.transaction { table throws(OutboxError) in
            try table.prolong(lease, at: now)
            for settlement in settlements { table.settle(settlement, at: now) }
        }
    }

    package func totals() async throws(OutboxError) -> OutboxTotals {
        self.table.withLock { $0.totals }
    }

    package func deadLetters() async throws(OutboxError) -> [DeadLetter] {
        self.table.withLock { $0.deadLetters() }
    }

    package func retry(_ id: OutboxItemID, at now: Timestamp) async throws(OutboxError) {
        try self.transaction { table throws(OutboxError) in try table.retry(id, at: now) }
    }

    package func revive(on occasion: Revival, at now: Timestamp) async throws(OutboxError) -> OutboxItemID? {
        self.table.withLock { $0.revive(on: occasion, at: now) }
    }

    package func discard(_ id: OutboxItemID) async throws(OutboxError) {
        try self.transaction { table throws(OutboxError) in try table.discard(id) }
    }

    /// All of it or nothing.
    private func transaction<Answer>(
        _ work: (inout MemoryOutboxTable) throws(OutboxError) -> Answer
    ) throws(OutboxError) -> Answer {
        try self.table.withLock { table throws(OutboxError) in
            var copy = table
            let answer = try work(&copy)
            table = copy
            return answer
        }
    }
}
