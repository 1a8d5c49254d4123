// SPDX-License-Identifier: Apache-2.0

import MartletClient
import MartletRules
import MartletTesting
import MartletWire
import Testing

/// A process that dies at every write in turn, and another that goes on from what it left on disk.
@Suite(.timeLimit(.minutes(5))) struct OutboxCrashTests {
    struct Crash: Sendable, CustomTestStringConvertible {
        var write: Int
        var moment: CrashingStorage.Moment
        var testDescription: String { "\(self.moment) write \(self.write)" }

        static let all = (1...8).flatMap { write in
            CrashingStorage.Moment.allCases.map { Crash(write: write, moment: $0) }
        }
    }

    /// Runs until the process dies or has done everything, then a second one until everything is done.
    private func survive(
        _ crash: Crash,
        _ server: SessionServer,
        _ queue: @escaping @Sendable (OutboxEngine<ContinuousClock>) async throws -> Void
    ) async throws -> SQLiteOutbox {
        let place = OutboxPlace()
        let limits = EngineRun.impatient
        let disk = try place.open().storage(for: "ann", limits: limits)
        let dying = CrashingStorage(disk, dyingAt: crash.write, crash.moment)
        try await EngineRun.with(dying, server, owner: "first", on: ContinuousClock()) { engine in
            try? await queue(engine)
            while !dying.isDead, try await disk.totals().items > 0 { try await Task.sleep(for: .milliseconds(1)) }
        }
        let restarted = try place.crashed().open().storage(for: "ann", limits: limits)
        // The first owner's lease is not waited for: its process is known to be gone.
        try await EngineRun.with(restarted, server, owner: "first", on: ContinuousClock(), at: 2_000_000) { engine in
            try await queue(engine)
            try await EngineRun.drained(restarted)
        }
        return restarted
    }

    @Test(arguments: Crash.all)
    func `4.5: whenever it dies, an unsent start and end come to one session of the right length`(
        crash: Crash
    ) async throws {
        let server = SessionServer()
        let storage = try await self.survive(crash, server) { engine in
            try await engine.enqueue(.start("s"))
            try await engine.enqueue(.end("s", seconds: 90))
        }
        #expect(server.now.sessions == ["s": .init(seconds: 90)])
        #expect(server.now.totalSeconds == 90)
        #expect(server.now.faults.isEmpty)
        #expect(try await storage.totals().deadLetters == 0)
    }

    @Test(arguments: Crash.all)
    func `4.5: whenever it dies, a start whose answer was lost and its later end come to one session`(
        crash: Crash
    ) async throws {
        let server = SessionServer([.answerLost, .through, .answerLost])
        let storage = try await self.survive(crash, server) { engine in
            _ = try await engine.deliver(.start("s"), within: .milliseconds(3))
            try await engine.enqueue(.end("s", seconds: 90))
        }
        #expect(server.now.sessions == ["s": .init(seconds: 90)])
        #expect(server.now.totalSeconds == 90)
        #expect(server.now.faults.isEmpty)
        #expect(try await storage.totals().deadLetters == 0)
    }

    @Test(arguments: Crash.all)
    func `4.5: whenever it dies while a dead letter is written, there is one dead letter`(crash: Crash) async throws {
        let server = SessionServer(always: .refused(.whole(.status(400))))
        let storage = try await self.survive(crash, server) { engine in
            try await engine.enqueue(.start("s"))
        }
        let letters = try await storage.deadLetters()
        #expect(letters.map(\.key) == ["start s"])
        #expect(letters.map(\.reason) == [.refused(DeliveryFault(.invalid, code: 400))])
    }

    @Test(arguments: Crash.all)
    func `4.5, D10: whenever it dies, ten sessions and their activities have one effect each`(crash: Crash) async throws
    {
        let server = SessionServer([.answerLost, .through, .refused(.whole(.status(503))), .answerLost])
        _ = try await self.survive(crash, server) { engine in
            for number in 0..<10 {
                try await engine.enqueue(.start("s\(number)"))
                try await engine.enqueue(.activity(number, lane: "s\(number)"))
                try await engine.enqueue(.end("s\(number)", seconds: number))
            }
        }
        #expect(server.now.sessions.count == 10)
        #expect(server.now.totalSeconds == 45)
        #expect(server.now.activities == 10)
        #expect(server.now.faults.isEmpty)
    }
}
