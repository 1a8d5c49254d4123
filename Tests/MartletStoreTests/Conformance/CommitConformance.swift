// SPDX-License-Identifier: Apache-2.0

import MartletRules
import MartletStore
import MartletWire
import Synchronization
import Testing

@Suite struct CommitConformance {
    @Test(arguments: StoreKind.all)
    func `entries have seqs without holes in commit order`(_ kind: StoreKind) async throws {
        try await StoreBench.run(kind) { bench in
            #expect(bench.store.extent.head == 1, "the term's own entry")
            for expected in 2...4 as ClosedRange<Seq> {
                #expect(try await bench.append(to: .user(1)) == expected)
            }
            #expect(bench.entries.map(\.seq) == [2, 3, 4])
            #expect(bench.store.extent.head == 4)
            let read = try await bench.store.read { try ($0.head(), $0.entries(after: 1, limit: 10)) }
            #expect(read.0 == 4 && read.1.map(\.seq) == [2, 3, 4])
            #expect(read.1.map(\.event) == bench.entries.map(\.event))
        }
    }

    @Test(arguments: StoreKind.all)
    func `what waits shares one transaction`(_ kind: StoreKind) async throws {
        try await StoreBench.run(kind) { bench in
            let instants = try await bench.together(Array(repeating: { $0.now }, count: 5)).map { try $0.get() }
            let next = try await bench.store.commit { $0.now }
            #expect(Set(instants).count == 1 && !instants.contains(next))
        }
    }

    @Test(arguments: StoreKind.all)
    func `a change that fails leaves nothing, hands its seqs back and takes nobody with it (R3-1)`(
        _ kind: StoreKind
    ) async throws {
        try await StoreBench.run(kind) { bench in
            let outcomes = await bench.together(
                { try $0.append(to: .user(1), ReadUpdated.note(1)) },
                { transaction in
                    _ = try transaction.addUser(name: "ada", displayName: "Ada")
                    try transaction.append(to: .user(2), ReadUpdated.note(2))
                    try transaction.append(to: .user(2), ReadUpdated.note(3))
                    throw Refusal()
                },
                { transaction in
                    #expect(try transaction.user(named: "ada") == nil)
                    return try transaction.append(to: .user(3), ReadUpdated.note(4))
                }
            )
            #expect(try outcomes[0].get() == 2)
            #expect(throws: Refusal.self) { try outcomes[1].get() }
            #expect(try outcomes[2].get() == 3)
            #expect(bench.entries.map(\.audience) == [.user(1), .user(3)])
            let stored = try await bench.store.read { try $0.entries(after: 1, limit: 10) }
            #expect(stored.map(\.seq) == [2, 3] && stored.map(\.audience) == [.user(1), .user(3)])
        }
    }

    @Test(arguments: StoreKind.all)
    func `a change that is refused or fails alone is told its own error, and the next succeeds`(
        _ kind: StoreKind
    ) async throws {
        try await StoreBench.run(kind) { bench in
            for writes in [0, 2] {
                await #expect(throws: Refusal.self) {
                    try await bench.store.commit { transaction in
                        for note in 0..<writes { try transaction.append(to: .user(1), ReadUpdated.note(Seq(note))) }
                        throw Refusal()
                    }
                }
            }
            let refusedAmongOthers = await bench.together(
                { try $0.append(to: .user(1), ReadUpdated.note(1)) },
                { _ in throw Refusal() },
                { try $0.append(to: .user(1), ReadUpdated.note(2)) }
            )
            #expect(refusedAmongOthers.map { try? $0.get() } == [2, nil, 3])
            #expect(bench.store.health == .writable && bench.entries.map(\.seq) == [2, 3])
        }
    }

    @Test(arguments: StoreKind.all)
    func `events are told after the commit and before the outcome`(_ kind: StoreKind) async throws {
        try await StoreBench.run(kind) { bench in
            let toldFirst = await withCheckedContinuation { continuation in
                bench.store.submit(
                    Change {
                        try $0.append(to: .user(1), ReadUpdated.note(1))
                    } completion: { outcome in
                        continuation.resume(returning: bench.entries.last?.seq == (try? outcome.get()))
                    }
                )
            }
            #expect(toldFirst)
        }
    }

    @Test(arguments: StoreKind.all)
    func `whoever is told of a commit may submit and read at once (R3-2)`(_ kind: StoreKind) async throws {
        try await StoreBench.run(kind) { bench in
            let seq: Seq = try await withCheckedThrowingContinuation { continuation in
                bench.store.submit(
                    Change {
                        try $0.append(to: .user(1), ReadUpdated.note(1))
                    } completion: { _ in
                        bench.store.submit(
                            Change {
                                try $0.append(to: .user(2), ReadUpdated.note(2))
                            } completion: {
                                continuation.resume(with: $0)
                            }
                        )
                    }
                )
            }
            #expect(seq == 3)
        }
    }

    @Test(arguments: StoreKind.all)
    func `changes commit in the order of their submission`(_ kind: StoreKind) async throws {
        try await StoreBench.run(kind) { bench in
            let order = Mutex<[Int]>([])
            await withCheckedContinuation { (done: CheckedContinuation<Void, Never>) in
                for number in 0..<2000 {
                    bench.store.submit(
                        Change {
                            try $0.append(to: .nobody, ReadUpdated.note(0))
                        } completion: { outcome in
                            order.withLock { $0.append(Int((try? outcome.get()) ?? -1)) }
                            if number == 1999 { done.resume() }
                        }
                    )
                }
            }
            #expect(order.withLock { $0 } == Array(2...2001))
        }
    }

    @Test(arguments: StoreKind.all)
    func `an event larger than can be carried is refused, and nothing remains of its change`(
        _ kind: StoreKind
    ) async throws {
        try await StoreBench.run(kind) { bench in
            let text = String(repeating: "x", count: Limits.standard.entry)
            let error = await #expect(throws: RPCError.self) {
                try await bench.store.commit { transaction in
                    try transaction.append(to: .user(1), ReadUpdated.note(1))
                    try transaction.append(to: .user(1), UserUpdated.sized(text))
                }
            }
            #expect(error?.code == .tooLarge)
            #expect(bench.entries.isEmpty && bench.store.extent.head == 1)
        }
    }

    @Test(arguments: StoreKind.all)
    func `the key of the call is in every event that it caused`(_ kind: StoreKind) async throws {
        try await StoreBench.run(kind) { bench in
            _ = try await bench.store.commit(cause: "k1") { transaction in
                try transaction.append(to: .user(1), ReadUpdated.note(1))
                try transaction.append(to: .user(2), ReadUpdated.note(2))
            }
            try await bench.append(to: .user(1))
            let causes = try bench.entries.map {
                try WireDecoder().decode(EventFrame.self, from: $0.event).cause?.key
            }
            #expect(causes == ["k1", "k1", nil])
        }
    }

    @Test(arguments: StoreKind.all)
    func `a closed store commits what was waiting and refuses the rest`(_ kind: StoreKind) async throws {
        try await StoreBench.run(kind) { bench in
            let seq = try await bench.append(to: .user(1))
            #expect(seq == 2)
            await bench.store.close()
            #expect(bench.store.health == .closed)
            let failure = await #expect(throws: CommitFailure.self) { try await bench.append(to: .user(1)) }
            #expect(failure?.outcome == RPCError.Outcome.none)
            await bench.store.close()
        } afterRestart: { bench in
            let entries = try await bench.store.read { try $0.entries(after: 1, limit: 10) }
            #expect(entries.map(\.seq) == [2, 3])
        }
    }
}

extension UserUpdated {
    fileprivate static func sized(_ text: String) -> Self {
        Self(user: User(id: 1, name: text, displayName: "", status: .offline, createdAt: 0))
    }
}
