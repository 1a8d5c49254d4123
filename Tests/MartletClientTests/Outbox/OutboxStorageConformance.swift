// SPDX-License-Identifier: Apache-2.0

import MartletClient
import MartletRules
import MartletWire
import Testing

@Suite struct OutboxStorageConformance {
    private func owned(_ storage: any OutboxStorage, at now: Timestamp = 0) async throws -> OutboxLease {
        guard case .granted(let lease) = try await storage.requestLease(by: "test", at: now) else {
            throw OutboxError(.fenced, "held")
        }
        return lease
    }

    private func settle(_ storage: any OutboxStorage, _ id: OutboxItemID, _ fate: Settlement.Fate) async throws {
        let lease = try await self.owned(storage)
        try await storage.settle([Settlement(id: id, key: "", fate: fate)], under: lease, at: 5)
    }

    @Test(arguments: StorageKind.allCases)
    func `R1-13: what was queued is read back in its order, with all that the rules need`(
        kind: StorageKind
    ) async throws {
        let storage = try kind.make()
        let drafts = [OutboxDraft.start("s"), .activity(1), .end("s")]
        #expect(try await storage.enqueue(drafts, at: 77) == [.queued, .queued, .queued])
        let entries = try await storage.entries(after: 0)
        #expect(entries == zip(1..., drafts).map { OutboxEntry(id: .init(rawValue: $0), $1, queuedAt: 77) })
        #expect(try await storage.entries(after: 2).map(\.key) == ["end s"])
        #expect(try await storage.totals().items == 3)
    }

    @Test(arguments: StorageKind.allCases)
    func `R1-10: retries, their times and the last fault are kept with the item`(kind: StorageKind) async throws {
        let storage = try kind.make()
        _ = try await storage.enqueue([.start("s")], at: 0)
        let history = DeliveryHistory(
            attempts: 3,
            strikes: 2,
            lastTriedAt: 4,
            uncertainSince: 3,
            notBefore: 9000,
            travelsAlone: true,
            lastFault: DeliveryFault(.serverError, code: 500)
        )
        try await self.settle(storage, 1, .pending(history))
        #expect(try await storage.entries(after: 0).map(\.history) == [history])
    }

    @Test(arguments: StorageKind.allCases)
    func `D10: a claim says that the item may have had its effect, before it is sent`(kind: StorageKind) async throws {
        let storage = try kind.make()
        _ = try await storage.enqueue([.start("s")], at: 0)
        let lease = try await self.owned(storage)
        let items = try await storage.claim([1], under: lease, at: 42)
        #expect(items.map(\.params) == [.emptyObject])
        #expect(try await storage.entries(after: 0).map(\.history.uncertainSince) == [42])
        _ = try await storage.claim([1], under: lease, at: 50)
        #expect(try await storage.entries(after: 0).map(\.history.uncertainSince) == [42])
        #expect(try await storage.entries(after: 0).map(\.history.lastTriedAt) == [50])
    }

    @Test(arguments: StorageKind.allCases)
    func `D8, D11: the end finds what the server answered to the start`(kind: StorageKind) async throws {
        let storage = try kind.make()
        _ = try await storage.enqueue([.start("s"), .end("s")], at: 0)
        let receipt = RawJSON(trusted: Array("{\"id\":0}".utf8))
        try await self.settle(storage, 1, .synced(receipt))
        let items = try await storage.claim([2], under: self.owned(storage), at: 1)
        #expect(items.map(\.receipt) == [receipt])
    }

    @Test(arguments: StorageKind.allCases)
    func `R1-9, D32: one key is one item, and one thing has one end`(kind: StorageKind) async throws {
        let storage = try kind.make()
        #expect(try await storage.enqueue([.start("s"), .start("s")], at: 0) == [.queued, .duplicate])
        #expect(try await storage.enqueue([.end("s"), .end("s", key: "other")], at: 0) == [.queued, .duplicate])
        try await self.settle(storage, 1, .synced(nil))
        try await self.settle(storage, 2, .synced(nil))
        #expect(try await storage.enqueue([.end("s", key: "third"), .end("s")], at: 0) == [.duplicate, .duplicate])
        #expect(try await storage.totals().items == 0)
    }

    @Test(arguments: StorageKind.allCases)
    func `D12: a dead letter is never called synced, and keeps its reason`(kind: StorageKind) async throws {
        let storage = try kind.make()
        _ = try await storage.enqueue([.activity(1)], at: 3)
        let reason = DeadReason.exhausted(DeliveryFault(.serverError, code: 500))
        try await self.settle(storage, 1, .dead(reason))
        let letters = try await storage.deadLetters()
        #expect(letters.map(\.reason) == [reason])
        #expect(letters.map(\.diedAt) == [5])
        #expect(letters.map(\.queuedAt) == [3])
        #expect(letters.map(\.attempts) == [1])
        #expect(try await storage.entries(after: 0).isEmpty)
        let totals = try await storage.totals()
        #expect(totals.items == 0 && totals.bytes == 0 && totals.deadLetters == 1)
    }

    @Test(arguments: StorageKind.allCases)
    func `R1-8, D31: the newest 50 dead letters are kept, and the others are counted`(kind: StorageKind) async throws {
        let storage = try kind.make()
        _ = try await storage.enqueue((0..<60).map { .activity($0) }, at: 0)
        for id in 1...60 as ClosedRange<Int64> {
            try await self.settle(storage, .init(rawValue: id), .dead(.refused(DeliveryFault(.invalid, code: 400))))
        }
        #expect(try await storage.deadLetters().map(\.id.rawValue) == Array((11...60).reversed()))
        #expect(try await storage.totals().evicted == 10)
    }

    @Test(arguments: StorageKind.allCases)
    func `Q3: a dead letter is sent again under its old key, or discarded for good`(kind: StorageKind) async throws {
        let storage = try kind.make()
        _ = try await storage.enqueue([.activity(1), .activity(2)], at: 0)
        for id in [1, 2] as [OutboxItemID] { try await self.settle(storage, id, .dead(.expired)) }
        #expect(try await storage.totals().expired == 2)
        try await storage.retry(1, at: 99)
        try await storage.discard(2)
        #expect(try await storage.deadLetters().isEmpty)
        let entries = try await storage.entries(after: 0)
        #expect(entries.map(\.key) == ["activity 1"])
        #expect(entries.map(\.queuedAt) == [99])
        await #expect(throws: OutboxError(.notFound, "no such dead letter")) { try await storage.retry(1, at: 99) }
        await #expect(throws: OutboxError(.notFound, "no such dead letter")) { try await storage.discard(2) }
    }

    @Test(arguments: StorageKind.allCases)
    func `Q3: a version that is new tries again what was refused, and nothing that cannot be helped`(
        kind: StorageKind
    ) async throws {
        let storage = try kind.make()
        _ = try await storage.enqueue((1...4).map { .activity($0) }, at: 0)
        let fault = DeliveryFault(.invalid, code: 400)
        let reasons: [DeadReason] = [.refused(fault), .exhausted(fault), .expired, .unknownOutcome]
        for (id, reason) in zip([1, 2, 3, 4] as [OutboxItemID], reasons) {
            try await self.settle(storage, id, .dead(reason))
        }
        for version in ["1", "1"] {
            #expect(try await storage.revive(on: .application(version: version), at: 9) == nil, "nothing is known yet")
        }
        #expect(try await storage.revive(on: .server(version: "2"), at: 9) == nil, "another version of another thing")
        #expect(try await storage.revive(on: .application(version: "2"), at: 9) == 1)
        #expect(try await storage.entries(after: 0).map(\.key) == ["activity 1", "activity 2"])
        #expect(try await storage.entries(after: 0).map(\.queuedAt) == [9, 9])
        #expect(Set(try await storage.deadLetters().map(\.id)) == [3, 4])
        try await self.settle(storage, 2, .dead(.refused(fault)))
        #expect(try await storage.revive(on: .application(version: "2"), at: 9) == nil)
        #expect(try await storage.revive(on: .signIn, at: 9) == 2)
        #expect(try await storage.revive(on: .signIn, at: 9) == nil, "nothing is left")
    }

    @Test(arguments: StorageKind.allCases)
    func `Q3, D29: a beginning that is tried again brings its end along`(kind: StorageKind) async throws {
        let storage = try kind.make()
        _ = try await storage.enqueue([.start("s")], at: 0)
        try await self.settle(storage, 1, .dead(.refused(DeliveryFault(.invalid, code: 400))))
        #expect(try await storage.enqueue([.end("s")], at: 0) == [.inherits])
        #expect(try await storage.revive(on: .signIn, at: 9) == 1)
        #expect(try await storage.entries(after: 0).map(\.key) == ["start s", "end s"])
        #expect(try await storage.deadLetters().isEmpty)
    }

    @Test(arguments: StorageKind.allCases)
    func `Q1: an item of unknown outcome is never sent again, whoever asks`(kind: StorageKind) async throws {
        let storage = try kind.make()
        _ = try await storage.enqueue([.activity(1)], at: 0)
        try await self.settle(storage, 1, .dead(.unknownOutcome))
        let error = await #expect(throws: OutboxError.self) { try await storage.retry(1, at: 99) }
        #expect(error?.code == .final)
        #expect(try await storage.deadLetters().count == 1)
    }

    @Test(arguments: StorageKind.allCases)
    func `D29: an end queued after its start was given up is given up, and comes back with it`(
        kind: StorageKind
    ) async throws {
        let storage = try kind.make()
        _ = try await storage.enqueue([.start("s")], at: 0)
        try await self.settle(storage, 1, .dead(.refused(DeliveryFault(.invalid, code: 400))))
        #expect(try await storage.enqueue([.end("s")], at: 0) == [.inherits])
        let error = await #expect(throws: OutboxError.self) { try await storage.retry(2, at: 1) }
        #expect(error?.code == .final)
        try await storage.retry(1, at: 1)
        #expect(try await storage.entries(after: 0).map(\.key) == ["start s", "end s"])
        #expect(try await storage.deadLetters().isEmpty)
        #expect(try await storage.totals().items == 2)
    }

    @Test(arguments: StorageKind.allCases)
    func `D27: what there is no room for is refused and counted, and nothing older is lost`(
        kind: StorageKind
    ) async throws {
        var limits = OutboxLimits()
        limits.items = 20
        let storage = try kind.make(limits)
        let admissions = try await storage.enqueue((0..<30).map { .activity($0) }, at: 0)
        #expect(admissions.count { $0 == .queued } == 18)
        #expect(admissions.last == .full(limit: .items))
        #expect(try await storage.enqueue([.start("s"), .end("s")], at: 0) == [.queued, .queued])
        let totals = try await storage.totals()
        #expect(totals.items == 20 && totals.refused == 12)
    }

    @Test(arguments: StorageKind.allCases)
    func `Q4: who lost the lease can write nothing, and the token only grows`(kind: StorageKind) async throws {
        let storage = try kind.make()
        _ = try await storage.enqueue([.activity(1)], at: 0)
        let old = try await self.owned(storage, at: 0)
        #expect(try await storage.requestLease(by: "other", at: 29_999) == .held(until: 30_000))
        guard case .granted(let new) = try await storage.requestLease(by: "other", at: 30_000) else {
            Issue.record("not granted")
            return
        }
        #expect(new.token == old.token + 1)
        let claim = await #expect(throws: OutboxError.self) { _ = try await storage.claim([1], under: old, at: 30_001) }
        #expect(claim?.code == .fenced)
        let settlement = Settlement(id: 1, key: "activity 1", fate: .synced(nil))
        let late = await #expect(throws: OutboxError.self) {
            try await storage.settle([settlement], under: old, at: 30_001)
        }
        #expect(late?.code == .fenced)
        #expect(try await storage.totals().items == 1)
        try await storage.release(old)
        #expect(try await storage.requestLease(by: "test", at: 30_001) == .held(until: 60_000))
        try await storage.release(new)
        guard case .granted(let third) = try await storage.requestLease(by: "test", at: 30_002) else {
            Issue.record("not granted")
            return
        }
        #expect(third.token == new.token + 1)
    }

    @Test(arguments: StorageKind.allCases)
    func `D19: a claim of many is all or nothing`(kind: StorageKind) async throws {
        let storage = try kind.make()
        _ = try await storage.enqueue([.activity(1), .activity(2)], at: 0)
        try await self.settle(storage, 2, .synced(nil))
        let lease = try await self.owned(storage)
        let error = await #expect(throws: OutboxError.self) {
            _ = try await storage.claim([1, 2], under: lease, at: 9)
        }
        #expect(error?.code == .moved)
        #expect(try await storage.entries(after: 0).map(\.history.uncertainSince) == [nil])
    }
}
