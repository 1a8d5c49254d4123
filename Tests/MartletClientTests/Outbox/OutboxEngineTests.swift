// SPDX-License-Identifier: Apache-2.0

import MartletClient
import MartletRules
import MartletTesting
import MartletWire
import Testing

@Suite(.timeLimit(.minutes(5))) struct OutboxEngineTests {
    private func file(_ limits: OutboxLimits = EngineRun.impatient) throws -> SQLiteOutbox {
        try OutboxPlace().open().storage(for: "ann", limits: limits)
    }

    @Test func `R1-1: an end is sent at once, and its outcome is awaited`() async throws {
        let server = SessionServer()
        let delivery = try await EngineRun.with(self.file(), server, on: ContinuousClock()) { engine in
            try await engine.enqueue(.start("s"))
            return try await engine.deliver(.end("s"), within: .seconds(30))
        }
        guard case .synced = delivery else {
            Issue.record("\(delivery)")
            return
        }
        #expect(server.now.sessions == ["s": .init(seconds: 60)])
    }

    @Test func `4.2: with a live server no pause stands between an end and its outcome`() async throws {
        let server = SessionServer()
        // Its time never moves.
        let clock = ManualClock()
        let delivery = try await EngineRun.with(self.file(), server, limits: OutboxLimits(), on: clock) { engine in
            _ = try await engine.deliver(.start("s"))
            return try await engine.deliver(.end("s"))
        }
        guard case .synced = delivery else {
            Issue.record("\(delivery)")
            return
        }
        #expect(server.now.totalSeconds == 60)
    }

    @Test func `4.2: who ends a session waits no longer than the budget, and the end is safe`() async throws {
        let server = SessionServer(always: .hung)
        let clock = ManualClock()
        let storage = try self.file()
        let delivery = try await EngineRun.with(storage, server, limits: OutboxLimits(), on: clock) { engine in
            async let delivery = engine.deliver(.start("s"))
            await server.reached { $0.requests.count == 1 }
            // Those who sleep: the one who waits, the request's timeout.
            clock.advance(by: .milliseconds(500))
            return try await delivery
        }
        #expect(delivery == .queued(nil))
        #expect(try await storage.totals().items == 1)
    }

    @Test func `D22: a request that hangs is given up after 10 s and sent again under its key`() async throws {
        let server = SessionServer([.hung])
        let clock = ManualClock()
        let storage = try self.file()
        try await EngineRun.with(storage, server, limits: OutboxLimits(), on: clock) { engine in
            try await engine.enqueue(.start("s"))
            await server.reached { $0.requests.count == 1 }
            while server.now.requests.count < 2 {
                clock.advance(by: .milliseconds(500))
                try await Task.sleep(for: .milliseconds(1))
            }
            try await EngineRun.drained(storage)
        }
        #expect(server.now.requests == [["start s"], ["start s"]])
        #expect(clock.now >= 10)
    }

    @Test func `4.2: an end that fails is sent again, and has one effect`() async throws {
        let server = SessionServer([
            .refused(.whole(.status(500))), .answerLost, .refused(.whole(.fault(.unreachable))), .answerLost,
        ])
        let storage = try self.file()
        try await EngineRun.with(storage, server, on: ContinuousClock()) { engine in
            try await engine.enqueue(.start("s"))
            try await engine.enqueue(.end("s"))
            try await EngineRun.drained(storage)
        }
        #expect(server.now.sessions == ["s": .init(seconds: 60)])
        #expect(server.now.totalSeconds == 60)
        #expect(server.now.faults.isEmpty)
    }

    @Test func `4.2: a 400 is not tried again and is seen among the dead letters`() async throws {
        let server = SessionServer([.refused(.whole(.status(400)))])
        let storage = try self.file()
        let (delivery, letters) = try await EngineRun.with(storage, server, on: ContinuousClock()) { engine in
            let delivery = try await engine.deliver(.start("s"), within: .seconds(30))
            return (delivery, try await engine.deadLetters())
        }
        let reason = DeadReason.refused(DeliveryFault(.invalid, code: 400))
        #expect(delivery == .dead(reason))
        #expect(letters.map(\.reason) == [reason])
        #expect(server.now.requests.count == 1)
    }

    @Test func `Q3: a dead letter that is retried reaches the server under its old key`() async throws {
        let server = SessionServer([.refused(.whole(.status(400)))])
        let storage = try self.file()
        try await EngineRun.with(storage, server, on: ContinuousClock()) { engine in
            _ = try await engine.deliver(.start("s"), within: .seconds(30))
            try await engine.enqueue(.end("s"))
            for letter in try await engine.deadLetters() where letter.key == "start s" {
                try await engine.retry(letter.id)
            }
            try await EngineRun.drained(storage)
        }
        #expect(server.now.sessions == ["s": .init(seconds: 60)])
        #expect(try await storage.deadLetters().isEmpty)
    }

    @Test func `Q3: a dead letter that stands for itself is found again when it is retried`() async throws {
        let server = SessionServer([.refused(.whole(.status(400)))])
        let storage = try self.file()
        try await EngineRun.with(storage, server, on: ContinuousClock()) { engine in
            _ = try await engine.deliver(.start("s"), within: .seconds(30))
            for letter in try await engine.deadLetters() { try await engine.retry(letter.id) }
            try await EngineRun.drained(storage)
        }
        #expect(server.now.requests == [["start s"], ["start s"]])
    }

    @Test func `Q3: another release of the application tries again what was given up, and the same does not`()
        async throws
    {
        let server = SessionServer(always: .refused(.whole(.status(400))))
        let storage = try self.file()
        func letters(startedAs release: String) async throws -> Int {
            try await EngineRun.with(storage, server, release: release, on: ContinuousClock()) { engine in
                _ = try await engine.deliver(.start("s"), within: .seconds(30))
                return try await engine.deadLetters().count
            }
        }
        #expect(try await letters(startedAs: "1.0") == 1)
        #expect(try await letters(startedAs: "1.0") == 1)
        #expect(server.now.requests.count == 1)
        server.change { $0.always = .through }
        try await EngineRun.with(storage, server, release: "1.1", on: ContinuousClock()) { _ in
            await server.reached { $0.requests.count == 2 }
            try await EngineRun.drained(storage)
        }
        #expect(server.now.sessions.count == 1)
        #expect(try await storage.deadLetters().isEmpty)
    }

    @Test func `Q3: a server of another release is asked again for what was given up, and so is it after a sign-in`()
        async throws
    {
        let server = SessionServer(always: .refused(.whole(.status(403))))
        let storage = try self.file()
        try await EngineRun.with(storage, server, on: ContinuousClock()) { engine in
            await engine.served(by: "0.1")
            _ = try await engine.deliver(.start("s"), within: .seconds(30))
            for version in ["0.1", "0.2", "0.2"] { await engine.served(by: version) }
            await server.reached { $0.requests.count == 2 }
            while try await engine.deadLetters().isEmpty { try await Task.sleep(for: .milliseconds(2)) }
            await engine.encouraged()
            server.change { $0.always = .through }
            await engine.signedIn()
            try await EngineRun.drained(storage)
        }
        #expect(server.now.requests == [["start s"], ["start s"], ["start s"]])
        #expect(server.now.sessions.count == 1)
    }

    @Test func `4.2, D14: offline the queue grows and is kept, and the network's return drains it`() async throws {
        let server = SessionServer()
        let storage = try self.file()
        try await EngineRun.with(storage, server, on: ContinuousClock()) { engine in
            await engine.networkChanged(isOnline: false)
            for number in 0..<10 {
                try await engine.enqueue(.start("s\(number)"))
                #expect(try await engine.deliver(.end("s\(number)"), within: .zero) == .queued(.offline))
            }
            #expect(server.now.requests.isEmpty)
            #expect(try await engine.status().totals.items == 20)
            await engine.networkChanged(isOnline: true)
            try await EngineRun.drained(storage)
        }
        #expect(server.now.sessions.count == 10)
        #expect(server.now.totalSeconds == 600)
        #expect(server.now.requests.count == 10)
    }

    @Test func `4.5: a hundred sessions that start and end at once are there once, their totals exact`() async throws {
        let server = SessionServer()
        let storage = try self.file()
        try await EngineRun.with(storage, server, on: ContinuousClock()) { engine in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<100 {
                    group.addTask {
                        try await engine.enqueue(.start("s\(number)"))
                        try await engine.enqueue(.end("s\(number)", seconds: number))
                        #expect(try await engine.enqueue(.end("s\(number)", key: "again \(number)")) == .duplicate)
                    }
                }
                try await group.waitForAll()
            }
            try await EngineRun.drained(storage)
        }
        #expect(server.now.sessions.count == 100)
        #expect(server.now.sessions.values.allSatisfy { $0.seconds != nil })
        #expect(server.now.totalSeconds == 4950)
        #expect(server.now.faults.isEmpty)
    }

    @Test func `R1-4, D36: two hundred and fifty activities go in few requests, none with more than a hundred`()
        async throws
    {
        let server = SessionServer()
        let storage = try self.file()
        _ = try await storage.enqueue((0..<250).map { .activity($0) }, at: 1)
        try await EngineRun.with(storage, server, on: ContinuousClock()) { _ in
            try await EngineRun.drained(storage)
        }
        #expect(server.now.activities == 250)
        #expect(server.now.requests.count <= 4)
        #expect(server.now.requests.allSatisfy { $0.count <= 100 })
    }

    @Test func `Q2, D15: a token that ended is renewed once, and nothing dies`() async throws {
        let server = SessionServer(always: .refused(.whole(.status(401))))
        let storage = try self.file()
        try await EngineRun.with(storage, server, on: ContinuousClock()) { engine in
            for number in 0..<4 { try await engine.enqueue(.start("s\(number)")) }
            try await EngineRun.drained(storage)
        }
        #expect(server.now.sessions.count == 4)
        #expect(server.now.renewals == 1)
        #expect(try await storage.totals().deadLetters == 0)
    }

    @Test func `Q2: without a person's help nothing is sent and nothing is lost`() async throws {
        let server = SessionServer(always: .refused(.whole(.status(401))))
        server.change { $0.renewal = .refused }
        let storage = try self.file()
        try await EngineRun.with(storage, server, on: ContinuousClock()) { engine in
            try await engine.enqueue(.start("s"))
            await server.reached { $0.renewals == 1 }
            while try await engine.status().obstacle != .signedOut { await Task.yield() }
            server.change { $0.always = .through }
            await engine.signedIn()
            try await EngineRun.drained(storage)
        }
        #expect(server.now.renewals == 1)
        #expect(server.now.sessions.count == 1)
    }

    @Test func `6: an account that is not in use sends nothing until it is again`() async throws {
        let server = SessionServer()
        let storage = try self.file()
        try await EngineRun.with(storage, server, on: ContinuousClock()) { engine in
            await engine.freeze()
            #expect(try await engine.deliver(.start("s"), within: .milliseconds(20)) == .queued(.frozen))
            #expect(server.now.requests.isEmpty)
            await engine.thaw()
            try await EngineRun.drained(storage)
        }
        #expect(server.now.sessions.count == 1)
    }

    @Test func `R1-5: what another process queued is found by the sweep`() async throws {
        let server = SessionServer()
        let clock = ManualClock()
        let place = OutboxPlace()
        let (mine, other) = (try place.open().storage(for: "ann"), try place.open().storage(for: "ann"))
        try await EngineRun.with(mine, server, limits: OutboxLimits(), on: clock) { _ in
            await clock.sleeperArrived()
            _ = try await other.enqueue([.start("s")], at: 0)
            #expect(server.now.requests.isEmpty)
            clock.advance(by: .seconds(60))
            await server.reached { $0.requests.count == 1 }
            try await EngineRun.drained(mine)
        }
        #expect(server.now.sessions.count == 1)
    }

    @Test func `Q4: two processes on one outbox send each item once`() async throws {
        let server = SessionServer()
        let place = OutboxPlace()
        let limits = EngineRun.impatient
        let (one, two) = (
            try place.open().storage(for: "ann", limits: limits), try place.open().storage(for: "ann", limits: limits)
        )
        try await EngineRun.with(one, server, owner: "one", on: ContinuousClock()) { first in
            try await EngineRun.with(two, server, owner: "two", on: ContinuousClock()) { second in
                for number in 0..<40 {
                    try await (number % 2 == 0 ? first : second).enqueue(.start("s\(number)"))
                    await first.flush()
                    await second.flush()
                }
                while try await one.totals().items > 0 {
                    await first.flush()
                    await second.flush()
                    try await Task.sleep(for: .milliseconds(2))
                }
            }
        }
        #expect(server.now.sessions.count == 40)
        #expect(server.now.faults.isEmpty)
    }

    @Test func `D27: a full outbox says so to who queues, and names the limit`() async throws {
        var limits = EngineRun.impatient
        limits.items = 3
        let storage = try self.file(limits)
        let engine = OutboxEngine(
            storage: storage,
            transport: SessionServer(),
            limits: limits,
            owner: "test",
            clock: ManualClock(),
            date: { 0 },
            generator: SeededGenerator(seed: 1)
        )
        for number in 0..<3 { try await engine.enqueue(.start("s\(number)")) }
        let error = await #expect(throws: OutboxError.self) { try await engine.enqueue(.start("late")) }
        #expect(error == OutboxError(.full, "outbox: the limit of 3 items is reached", isTemporary: true))
        #expect(try await engine.status().totals.refused == 1)
        let long = OutboxDraft(key: String(repeating: "k", count: 65), lane: "l", method: "m", params: .emptyObject)
        let invalid = await #expect(throws: OutboxError.self) { try await engine.enqueue(long) }
        #expect(invalid?.message == "key: expected 1 to 64 bytes")
    }

    @Test func `D30: no secret that a server writes into an error is stored or shown`() async throws {
        let secret = "Bearer s3cr3t-t0ken of ann@example.org"
        let error = RPCError(.invalidParams, secret, data: .init(field: secret))
        let server = SessionServer([
            .refused(.whole(.error(RPCError(.internalError, secret)))), .refused(.whole(.error(error))),
        ])
        let place = OutboxPlace()
        let storage = try place.open().storage(for: "ann", limits: EngineRun.impatient)
        let shown = try await EngineRun.with(storage, server, on: ContinuousClock()) { engine in
            let delivery = try await engine.deliver(.start("s"), within: .seconds(30))
            return "\(delivery) \(try await engine.deadLetters()) \(try await engine.status())"
        }
        #expect(shown.contains("-32602"))
        #expect(!shown.contains("s3cr3t"))
        for bytes in place.bytes { #expect(!String(decoding: bytes, as: UTF8.self).contains("s3cr3t")) }
    }
}
