// SPDX-License-Identifier: Apache-2.0

import MartletClient
import MartletRules
import MartletWire
import Synchronization

/// A storage whose process dies before or after its n-th write: from then on nothing is read or written.
final class CrashingStorage: OutboxStorage {
    enum Moment: Hashable, Sendable, CaseIterable {
        case before
        case after
    }

    private struct State {
        var writes = 0
        var isDead = false
        var deaths: [CheckedContinuation<Void, Never>] = []
    }

    private let inner: any OutboxStorage
    private let number: Int
    private let moment: Moment
    private let state = Mutex(State())

    init(_ inner: any OutboxStorage, dyingAt number: Int, _ moment: Moment) {
        self.inner = inner
        self.number = number
        self.moment = moment
    }

    var isDead: Bool { self.state.withLock { $0.isDead } }

    /// Returns when the process is dead.
    func died() async {
        await withCheckedContinuation { continuation in
            let isDead = self.state.withLock { state in
                if !state.isDead { state.deaths.append(continuation) }
                return state.isDead
            }
            if isDead { continuation.resume() }
        }
    }

    private func read<Answer>(
        _ body: () async throws(OutboxError) -> Answer
    ) async throws(OutboxError) -> Answer {
        guard !self.isDead else { throw OutboxError(.inaccessible, "dead") }
        return try await body()
    }

    private func write<Answer>(
        _ body: () async throws(OutboxError) -> Answer
    ) async throws(OutboxError) -> Answer {
        guard !self.isDead else { throw OutboxError(.inaccessible, "dead") }
        let number = self.state.withLock { state in
            state.writes += 1
            return state.writes
        }
        if number == self.number, self.moment == .before { throw self.die() }
        let answer = try await body()
        if number == self.number { throw self.die() }
        return answer
    }

    private func die() -> OutboxError {
        let deaths = self.state.withLock { state in
            state.isDead = true
            defer { state.deaths = [] }
            return state.deaths
        }
        for death in deaths { death.resume() }
        return OutboxError(.inaccessible, "dead")
    }

    func enqueue(_ drafts: [OutboxDraft], at now: Timestamp) async throws(OutboxError) -> [OutboxAdmission] {
        try await self.read { () throws(OutboxError) in try await self.inner.enqueue(drafts, at: now) }
    }

    func entries(after id: OutboxItemID) async throws(OutboxError) -> [OutboxEntry] {
        try await self.read { () throws(OutboxError) in try await self.inner.entries(after: id) }
    }

    func requestLease(by owner: String, at now: Timestamp) async throws(OutboxError) -> OutboxLease.Grant {
        try await self.read { () throws(OutboxError) in try await self.inner.requestLease(by: owner, at: now) }
    }

    func release(_ lease: OutboxLease) async throws(OutboxError) {
        try await self.read { () throws(OutboxError) in try await self.inner.release(lease) }
    }

    func claim(
        _ ids: [OutboxItemID],
        under lease: OutboxLease,
        at now: Timestamp
    ) async throws(OutboxError) -> [OutboxItem] {
        try await self.write { () throws(OutboxError) in try await self.inner.claim(ids, under: lease, at: now) }
    }

    func settle(
        _ settlements: [Settlement],
        under lease: OutboxLease,
        at now: Timestamp
    ) async throws(OutboxError) {
        try await self.write { () throws(OutboxError) in
            try await self.inner.settle(settlements, under: lease, at: now)
        }
    }

    func totals() async throws(OutboxError) -> OutboxTotals {
        try await self.read { () throws(OutboxError) in try await self.inner.totals() }
    }

    func deadLetters() async throws(OutboxError) -> [DeadLetter] {
        try await self.read { () throws(OutboxError) in try await self.inner.deadLetters() }
    }

    func retry(_ id: OutboxItemID, at now: Timestamp) async throws(OutboxError) {
        try await self.read { () throws(OutboxError) in try await self.inner.retry(id, at: now) }
    }

    func revive(on occasion: Revival, at now: Timestamp) async throws(OutboxError) -> OutboxItemID? {
        try await self.read { () throws(OutboxError) in try await self.inner.revive(on: occasion, at: now) }
    }

    func discard(_ id: OutboxItemID) async throws(OutboxError) {
        try await self.read { () throws(OutboxError) in try await self.inner.discard(id) }
    }
}
