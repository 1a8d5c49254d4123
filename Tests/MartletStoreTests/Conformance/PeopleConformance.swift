// SPDX-License-Identifier: Apache-2.0

import MartletRules
import MartletStore
import MartletWire
import Testing

@Suite struct PeopleConformance {
    @Test(arguments: StoreKind.all)
    func `a new store has its operator, and numbers count up by one`(_ kind: StoreKind) async throws {
        try await StoreBench.run(kind) { bench in
            let first = try await bench.store.read { try $0.identity(.local("operator")) }
            #expect(first?.user == 1)
            let standing = try await bench.store.read { try $0.standing(of: 1) }
            #expect(standing == AccountStatus(isOperator: true))
            let outcomes = await bench.together(
                { try $0.addUser(name: "ada", displayName: "Ada").id },
                { transaction in
                    _ = try transaction.addUser(name: "ben", displayName: "Ben")
                    throw Refusal()
                },
                { try $0.addUser(name: "cleo", displayName: "Cleo").id }
            )
            #expect(try outcomes[0].get() == 2 && outcomes[2].get() == 3)
        } afterRestart: { bench in
            let count = try await bench.store.read { try $0.userCount() }
            #expect(count == 3)
            let workspace = try await bench.store.commit { try $0.addWorkspace(name: "w", owner: 2).id }
            let channel = try await bench.store.commit { transaction in
                try transaction.addChannel(
                    NewChannel(workspaceID: workspace, kind: .public, name: "c", creatorID: 2)
                ).id
            }
            #expect(workspace == 1 && channel == 1)
        }
    }

    @Test(arguments: StoreKind.all)
    func `a key used twice in one transaction has one effect (R3-28)`(_ kind: StoreKind) async throws {
        try await StoreBench.run(kind) { bench in
            let record = IdempotencyRecord(paramsHash: [1], reply: [2])
            let twice: @Sendable (any StoreWriting) throws -> Bool = { transaction in
                guard try transaction.idempotencyRecord(of: 1, method: "m", key: "k") == nil else { return false }
                try transaction.remember(record, of: 1, method: "m", key: "k")
                return true
            }
            let outcomes = await bench.together(twice, twice, twice)
            #expect(try outcomes.map { try $0.get() } == [true, false, false])
            let elsewhere = try await bench.store.commit { transaction in
                try [("n", 1), ("m", 2)].map { method, user in
                    try transaction.idempotencyRecord(of: UserID(rawValue: Int64(user)), method: method, key: "k")
                }
            }
            #expect(elsewhere == [nil, nil], "keys are the caller's and the method's own")
            let instant = bench.now
            let gone = try await bench.store.commit { try $0.forgetIdempotency(before: instant) }
            #expect(gone == 1)
        }
    }

    @Test(arguments: StoreKind.all)
    func `members are counted as they come and go`(_ kind: StoreKind) async throws {
        try await StoreBench.run(kind) { bench in
            let key = AudienceKey.workspace(1)
            func count() async throws -> Int { try await bench.store.read { try $0.memberCount(of: key) } }
            try await bench.store.commit { transaction in
                for user in [2, 3, 4] as [UserID] { try transaction.begin(user, in: key, with: 1) }
            }
            #expect(try await count() == 3)
            try await bench.store.commit { transaction in
                try transaction.endMembership(of: 3, in: key, with: 2)
                try transaction.endMembership(of: 3, in: key, with: 3)
            }
            #expect(try await count() == 2, "leaving twice counts once")
            await #expect(throws: Refusal.self) {
                try await bench.store.commit { transaction in
                    try transaction.begin(5, in: key, with: 4)
                    throw Refusal()
                }
            }
            let members = try await bench.store.read { try $0.members(of: key, after: 2, limit: 10) }
            #expect(try await count() == 2 && members.map(\.user) == [4])
            try await bench.store.commit { try $0.endMemberships(in: key, with: 5) }
            #expect(try await count() == 0)
        }
    }

    @Test(arguments: StoreKind.all)
    func `who is online is kept, and a status text does not touch it (R3-19)`(_ kind: StoreKind) async throws {
        try await StoreBench.run(kind) { bench in
            _ = try await bench.store.commit { try $0.addUser(name: "ada", displayName: "Ada") }
            try await bench.store.commit { transaction in
                try transaction.setPresence([
                    PresenceChange(user: 1, isOnline: true, lastSeen: 5),
                    PresenceChange(user: 2, isOnline: true, lastSeen: 5),
                ])
                try transaction.setPresence([
                    PresenceChange(user: 1, isOnline: false, lastSeen: 9),
                    PresenceChange(user: 2, isOnline: true, lastSeen: 9),
                ])
                try transaction.setStatusText("on the wing", of: 1)
                try transaction.setStatusText("nesting", of: 2)
            }
        } afterRestart: { bench in
            let (online, presence) = try await bench.store.read { try ($0.usersOnline(), $0.presence(of: [2, 1, 9])) }
            #expect(online == [2])
            #expect(presence.map(\.status) == [.offline, .online])
            #expect(presence.map(\.statusText) == ["on the wing", "nesting"])
        }
    }

    @Test(arguments: StoreKind.all)
    func `cursors of reading never move back (R3-7)`(_ kind: StoreKind) async throws {
        try await StoreBench.run(kind) { bench in
            let stands = try await bench.store.commit { transaction in
                try [5, 3, 9].map { try transaction.raiseReadCursor(of: 1, in: 1, to: MessageID(rawValue: $0)) }
            }
            #expect(stands == [5, 5, 9])
        }
    }

    @Test(arguments: StoreKind.all)
    func `a sign-in link is taken once, and what ended is forgotten`(_ kind: StoreKind) async throws {
        try await StoreBench.run(kind) { bench in
            try await bench.store.commit { transaction in
                try transaction.keepSignInLink([1, 2], under: [7], until: 100)
                try transaction.keepSignInLink([3, 4], under: [8], until: 200)
                try transaction.signOut(SessionID(rawValue: "s"), of: 1, until: 150)
                try transaction.signOut(SessionID(rawValue: "s"), of: 1, until: 120)
            }
            let outcomes = await bench.together(Array(repeating: { try $0.takeSignInLink([7]) }, count: 2))
            #expect(try outcomes.map { try $0.get() } == [[1, 2], nil])
            let sessions = try await bench.store.read { try $0.signedOutSessions() }
            #expect(sessions == [SessionID(rawValue: "s"): 150])
            let gone = try await bench.store.commit { try $0.forgetSignIns(before: 151) }
            #expect(gone == 1)
        }
    }
}
