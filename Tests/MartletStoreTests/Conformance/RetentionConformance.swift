// SPDX-License-Identifier: Apache-2.0

import MartletRules
import MartletStore
import MartletWire
import Testing

@Suite struct RetentionConformance {
    /// A policy that keeps entries for a minute, and a second at least.
    private func policy(_ bench: StoreBench, cap: Int64 = .max) -> RetentionPolicy {
        RetentionPolicy(
            keepAfter: bench.now.advanced(by: .seconds(-60)),
            neverTrimAfter: bench.now.advanced(by: .seconds(-1)),
            byteCap: cap,
            chunk: 7
        )
    }

    @Test(arguments: StoreKind.all)
    func `entries past their time go, in chunks, and the floor says so after a restart too`(
        _ kind: StoreKind
    ) async throws {
        try await StoreBench.run(kind) { bench in
            for _ in 1...20 { try await bench.append(to: .user(1)) }
            bench.advance(by: .seconds(61))
            for _ in 1...5 { try await bench.append(to: .user(1)) }
            #expect(try await bench.store.trim(self.policy(bench)) == 21, "and the term's entry")
            #expect(bench.store.extent.floor == 22 && bench.store.extent.head == 26)
            #expect(try await bench.store.trim(self.policy(bench)) == 0)
            let kept = try await bench.store.read { try $0.entries(after: 0, limit: 100) }
            #expect(kept.map(\.seq) == Array(22...26))
            let heard = try await bench.store.read { try $0.entries(entitling: 1, after: 0, through: 26, limit: 100) }
            #expect(heard.map(\.seq) == Array(22...26))
        } afterRestart: { bench in
            #expect(bench.store.extent.floor == 22)
            #expect(bench.store.extent.terms.map(\.firstSeq) == [1, 27], "terms outlive their entries")
        }
    }

    @Test(arguments: StoreKind.all)
    func `the last entry always stays`(_ kind: StoreKind) async throws {
        try await StoreBench.run(kind) { bench in
            try await bench.append(to: .user(1))
            bench.advance(by: .seconds(3600))
            _ = try await bench.store.trim(self.policy(bench))
            #expect(bench.store.extent.head == 2 && bench.store.extent.floor == 2)
            #expect(try await bench.append(to: .user(1)) == 3)
        }
    }

    @Test(arguments: StoreKind.all)
    func `a byte cap trims early, but never what is younger than the least time`(_ kind: StoreKind) async throws {
        try await StoreBench.run(kind) { bench in
            for _ in 1...20 { try await bench.append(to: .user(1)) }
            #expect(try await bench.store.trim(self.policy(bench, cap: 1)) == 0)
            bench.advance(by: .seconds(2))
            for _ in 1...20 { try await bench.append(to: .user(1)) }
            #expect(try await bench.store.trim(self.policy(bench, cap: .max)) == 0)
            let size = Int64(bench.entries.last?.event.count ?? 0)
            let trimmed = try await bench.store.trim(self.policy(bench, cap: size * 30))
            #expect((10...20).contains(trimmed), "no more than brings it under its cap, in chunks")
            #expect(try await bench.store.trim(self.policy(bench, cap: 1)) == 21 - trimmed)
            #expect(bench.store.extent.floor == 22)
        } afterRestart: { bench in
            let size = Int64(try await bench.store.read { try $0.entries(after: 40, limit: 1) }.first?.event.count ?? 0)
            bench.advance(by: .seconds(2))
            #expect(try await bench.store.trim(self.policy(bench, cap: size * 21)) == 0, "the size is known at once")
            #expect(try await bench.store.trim(self.policy(bench, cap: size * 19)) > 0)
        }
    }

    @Test(arguments: StoreKind.all)
    func `a clock that was ahead for a moment keeps nothing for longer than what came after`(
        _ kind: StoreKind
    ) async throws {
        try await StoreBench.run(kind) { bench in
            bench.advance(by: .seconds(100_000))
            try await bench.append(to: .user(1))
            bench.advance(by: .seconds(-100_000))
            try await bench.append(to: .user(1))
            bench.advance(by: .seconds(61))
            try await bench.append(to: .user(1))
            #expect(try await bench.store.trim(self.policy(bench)) == 3)
        }
    }

    @Test(arguments: StoreKind.all)
    func `memberships that ended are kept until the log has passed them`(_ kind: StoreKind) async throws {
        try await StoreBench.run(kind) { bench in
            let key = AudienceKey.channel(1)
            try await bench.store.commit { try $0.begin(2, in: key, with: $0.append(to: .user(2), .note(0))) }
            try await bench.append(to: .channel(1))
            try await bench.store.commit { transaction in
                try transaction.endMembership(of: 2, in: key, with: transaction.append(to: .user(2), .note(0)))
            }
            func intervals() async throws -> Int {
                try await bench.store.read { try $0.memberships(of: [2], reachingPast: 0)[2, default: []].count }
            }
            _ = try await bench.store.trim(self.policy(bench))
            #expect(try await intervals() == 1)
            bench.advance(by: .seconds(61))
            try await bench.append(to: .user(2))
            _ = try await bench.store.trim(self.policy(bench))
            #expect(try await intervals() == 0)
        }
    }
}

extension LogWriting {
    fileprivate func append(to audience: Audience, _ note: ReadUpdated) throws -> Seq {
        try self.append(to: audience, memberships: [], redacting: []) { _ in note }
    }
}
