// SPDX-License-Identifier: Apache-2.0

import Foundation
import MartletClient
import MartletTesting
import MartletWire
import Testing

/// A client whose time a test moves, and a real server, which takes its day for a few seconds.
@Suite(.serialized, .timeLimit(.minutes(2))) struct NightOfflineTests {
    /// A day and a night of one client, across its processes; at their end it is now.
    private struct Night: Sendable {
        let clock = ManualClock()
        let url: String
        let storage: Storage
        /// So early that a day and what it takes to end it are over by now.
        private let beginning = Timestamp(rawValue: Int64(Date().timeIntervalSince1970 * 1000))
            .advanced(by: .seconds(-25 * 3600))

        init(against url: String, in storage: Storage) {
            self.url = url
            self.storage = storage
        }

        var date: Timestamp { self.beginning.advanced(by: ManualInstant(.zero).duration(to: self.clock.now)) }

        /// Follows with a client of its own, as a new process would.
        func following<Answer: Sendable>(
            startingOffline isOffline: Bool = false,
            _ body: @Sendable (Martlet) async throws -> Answer
        ) async throws -> Answer {
            let (clock, beginning) = (self.clock, self.beginning)
            let martlet = try Martlet(
                server: self.url,
                credentials: .developer(1),
                storage: self.storage,
                clock: clock,
                date: { beginning.advanced(by: ManualInstant(.zero).duration(to: clock.now)) },
                draw: { UUID().uuidString }
            )
            if isOffline { martlet.setOffline(true) }
            return try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask {
                    do {
                        try await martlet.follow(clock: clock, chance: SeededGenerator(seed: 1)) { _ in }
                    } catch is CancellationError {}
                }
                defer { group.cancelAll() }
                return try await body(martlet)
            }
        }

        /// Lets somebody work for some hours with a break of half an hour, and tells what the board must say of it.
        func work(_ hours: Int64, on pullRequest: Int64, _ martlet: Martlet) async throws -> Expectation {
            let before = self.date
            // Who is offline waits half a second for the server.
            let tracked = try await self.clock.advance(by: .milliseconds(20)) {
                try await martlet.workSessions.start(repository: "o/r", pullRequest: pullRequest, idle: nil)
            }
            let after = self.date
            return try await self.end(tracked, after: hours, begunIn: before...after)
        }

        func end(
            _ tracked: LiveSession,
            after hours: Int64,
            begunIn beginning: ClosedRange<Timestamp>
        ) async throws -> Expectation {
            self.clock.advance(by: .seconds(hours * 1800))
            await tracked.pause()
            self.clock.advance(by: .seconds(1800))
            await tracked.resume()
            self.clock.advance(by: .seconds(hours * 1800))
            let worked = try #require(await tracked.worked)
            try await tracked.end(within: .zero)
            #expect(worked >= .seconds(hours * 3600))
            return Expectation(session: tracked.localID, beginning: beginning, seconds: worked.components.seconds)
        }
    }

    /// What the board must say of a piece of work.
    private struct Expectation: Sendable {
        var session: LocalID
        var beginning: ClosedRange<Timestamp>
        var seconds: Int64
    }

    private static func board(_ server: LiveServer) async throws -> [LocalID: WorkSession] {
        let sessions = try await Martlet(server: server.url, credentials: .developer(1)).call(SessionList()).sessions
        #expect(Set(sessions.map(\.localID)).count == sessions.count)
        return Dictionary(sessions.map { ($0.localID, $0) }) { first, _ in first }
    }

    private static func judge(_ server: LiveServer, _ expectations: [Expectation], at date: Timestamp) async throws {
        let board = try await Self.board(server)
        #expect(board.count == expectations.count)
        for expectation in expectations {
            let session = try #require(board[expectation.session])
            #expect(session.status == .ended && session.endReason == .ended)
            #expect(session.duration == expectation.seconds)
            #expect(expectation.beginning.contains(session.startedAt))
        }
        let client = try Martlet(server: server.url, credentials: .developer(1))
        let days = SessionTotals(
            from: date.advanced(by: .seconds(-3 * 86_400)),
            to: date.advanced(by: .seconds(86_400))
        )
        let totals = try await client.call(days).totals
        #expect(totals.reduce(0) { $0 + $1.seconds } == expectations.reduce(0) { $0 + $1.seconds })
    }

    @Test func `after a night offline the board is exact, whoever was restarted or supposed an end meanwhile`()
        async throws
    {
        let scratch = ScratchDirectory()
        let data = "\(scratch.path)/data"
        let impatient = ["--limits-session-silence-ms", "1000"]
        let first = try await LiveServer.start(data: data, options: impatient)
        let night = Night(against: first.url, in: .directory("\(scratch.path)/client"))
        let evening = try await night.following { martlet in
            for await status in martlet.statusUpdates where status.freshness == .valid { break }
            let before = night.date
            let tracked = try await martlet.workSessions.start(repository: "o/r", pullRequest: 1, idle: nil)
            martlet.setOffline(true)
            for await status in martlet.statusUpdates where status.mode == .offline { break }
            // The server hears nothing for a second of its own, and takes the work for over.
            while try await Self.board(first)[tracked.localID]?.endReason != .stale {
                try await Task.sleep(for: .milliseconds(20))
            }
            let corrected = try await night.end(tracked, after: 4, begunIn: before...before)
            return [corrected, try await night.work(6, on: 2, martlet)]
        }
        #expect(await first.stop() == 0)
        let port = try #require(first.url.split(separator: ":").last)
        let second = try await LiveServer.start(data: data, options: impatient, port: String(port))

        let morning = try await night.following(startingOffline: true) { martlet in
            let done = [try await night.work(8, on: 3, martlet), try await night.work(4, on: 2, martlet)]
            #expect(try await martlet.waitingCalls().count == 7)
            martlet.setOffline(false)
            try await night.clock.advance(by: .milliseconds(20)) {
                while try await !martlet.waitingCalls().isEmpty { try await Task.sleep(for: .milliseconds(5)) }
            }
            return done
        }
        let expectations = evening + morning
        #expect(night.date >= expectations[0].beginning.lowerBound.advanced(by: .seconds(86_400)))
        try await Self.judge(second, expectations, at: night.date)
        #expect(await second.stop() == 0)
    }
}
