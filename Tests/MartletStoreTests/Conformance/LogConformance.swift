// SPDX-License-Identifier: Apache-2.0

import MartletRules
import MartletStore
import MartletTesting
import MartletWire
import Testing

@Suite struct LogConformance {
    @Test(arguments: StoreKind.all)
    func `every start begins a term with an entry that nobody hears`(_ kind: StoreKind) async throws {
        try await StoreBench.run(kind) { bench in
            #expect(bench.store.extent.terms == [Term(epoch: Epoch(rawValue: "t0"), firstSeq: 1)])
            try await bench.append(to: .user(1))
            #expect(bench.entries.map(\.seq) == [2], "a term's own entry is not told")
        } afterRestart: { bench in
            let extent = bench.store.extent
            #expect(extent.head == 3 && extent.floor == 1 && extent.epoch == Epoch(rawValue: "t1"))
            #expect(extent.terms.map(\.firstSeq) == [1, 3])
            let entries = try await bench.store.read { snapshot in
                try (all: snapshot.entries(after: 0, limit: 10), heard: snapshot.heard(by: 1))
            }
            #expect(entries.all.map(\.term?.rawValue) == ["t0", nil, "t1"])
            #expect(entries.heard.map(\.seq) == [2])
            #expect(try await bench.append(to: .user(1)) == 4)
        }
    }

    @Test(arguments: StoreKind.all)
    func `a person hears what the membership of the moment entitles to, whatever came after`(
        _ kind: StoreKind
    ) async throws {
        try await StoreBench.run(kind) { bench in
            var chance = SeededGenerator(seed: 4711)
            let history = try await RandomHistory.write(400, to: bench.store, using: &chance)
            for user in history.users {
                let all = history.heard(by: user)
                for _ in 0..<40 {
                    let after = Seq.random(in: 0...history.head, using: &chance)
                    let last = Seq.random(in: after...history.head, using: &chance)
                    let limit = Int.random(in: 1...60, using: &chance)
                    let found = try await bench.store.read { snapshot in
                        try snapshot.entries(entitling: user, after: after, through: last, limit: limit)
                    }
                    let expected = all.filter { $0 > after && $0 <= last }.prefix(limit)
                    #expect(found.map(\.seq) == Array(expected), "user \(user), (\(after), \(last)], \(limit)")
                }
            }
        }
    }

    @Test(arguments: StoreKind.all)
    func `an attach is told of every interval that reaches past its position`(_ kind: StoreKind) async throws {
        try await StoreBench.run(kind) { bench in
            let key = AudienceKey.channel(7)
            func change(_ action: MembershipChange.Action) async throws -> Seq {
                try await bench.store.commit { transaction in
                    let seq = try transaction.append(
                        to: .user(2),
                        memberships: [MembershipChange(action, user: 2, key: key)],
                        redacting: []
                    ) { ReadUpdated.note($0) }
                    switch action {
                    case .begin: try transaction.begin(2, in: key, with: seq)
                    case .end: try transaction.endMembership(of: 2, in: key, with: seq)
                    }
                    return seq
                }
            }
            let begin = try await change(.begin)
            try await bench.append(to: .channel(7))
            let end = try await change(.end)
            try await bench.append(to: .channel(7))
            let again = try await change(.begin)
            let past = Membership(of: key, from: begin, until: end + 1)
            let current = Membership(of: key, from: again)
            let found = try await bench.store.read { snapshot in
                try [0, end, end + 1].map {
                    try snapshot.memberships(of: [1, 2], reachingPast: $0).mapValues(Set.init)
                }
            }
            #expect(found == [[2: [past, current]], [2: [past, current]], [2: [current]]])
            let member = try await bench.store.read { try $0.membership(of: 2, in: key) }
            #expect(member?.begin == again)
            let count = try await bench.store.read { try $0.memberCount(of: key) }
            #expect(count == 1)
        }
    }

    @Test(arguments: StoreKind.all)
    func `what was taken back is kept nowhere, and its place remains`(_ kind: StoreKind) async throws {
        try await StoreBench.run(kind) { bench in
            let secret = "the nest is under the eaves"
            let first = try await bench.store.commit { try $0.say(secret) }
            let outcomes = await bench.together(
                { try $0.say(secret) },
                { transaction in
                    let last = try transaction.head()
                    return try transaction.append(to: .user(1), memberships: [], redacting: [first, last]) {
                        ReadUpdated.note($0)
                    }
                }
            )
            let seqs = try outcomes.map { try $0.get() }
            let stored = try await bench.store.read { try $0.entries(after: 1, limit: 10) }
            for entries in [stored, Array(bench.entries.suffix(2))] {
                let told = entries.filter { seqs.contains($0.seq) || $0.seq == first }
                #expect(told.allSatisfy { !String(decoding: $0.event, as: UTF8.self).contains(secret) })
            }
            let frame = try WireDecoder().decode(EventFrame.self, from: stored[0].event)
            #expect(frame.isRedacted && frame.event.name == .messageCreated)
            #expect(stored.last?.redacts == [first, seqs[0]])
        }
    }

    @Test(arguments: StoreKind.all)
    func `what was taken back by a change that failed is still there`(_ kind: StoreKind) async throws {
        try await StoreBench.run(kind) { bench in
            _ = await bench.together(
                { try $0.say("still here") },
                { transaction in
                    let seq = try transaction.head()
                    _ = try transaction.append(to: .user(1), memberships: [], redacting: [seq]) { ReadUpdated.note($0) }
                    throw Refusal()
                }
            )
            let stored = try await bench.store.read { try $0.entries(after: 1, limit: 10) }
            #expect(stored.count == 1 && bench.entries.count == 1)
            for entry in stored + bench.entries {
                #expect(String(decoding: entry.event, as: UTF8.self).contains("still here"))
            }
        }
    }
}

extension StoreReading {
    fileprivate func heard(by user: UserID) throws -> [LogEntry] {
        try self.entries(entitling: user, after: 0, through: self.head(), limit: .max)
    }
}

extension StoreWriting {
    /// Begins a membership, as a member.
    func begin(_ user: UserID, in key: AudienceKey, with seq: Seq) throws {
        try self.beginMembership(Member(key: key, user: user, begin: seq, role: "member", joinedAt: self.now))
    }

    fileprivate func say(_ text: String) throws -> Seq {
        let now = self.now
        return try self.append(to: .channel(1), memberships: [], redacting: []) { seq in
            MessageCreated(
                message: Message(
                    id: MessageID(rawValue: seq),
                    channelID: 1,
                    userID: 1,
                    body: text,
                    createdAt: now
                )
            )
        }
    }
}
