// SPDX-License-Identifier: Apache-2.0

import MartletClient
import MartletRules
import MartletTesting
import MartletWire
import Testing

/// The client's half of work sessions, over HTTP.
@Suite(.timeLimit(.minutes(1))) struct WorkSessionsTests {
    @Test func `R1-1, D23: a session begins and ends at the server, with its times as they were`() async throws {
        let run = WorkRun()
        try await run.with { url in
            let martlet = try run.martlet(at: url)
            try await run.running(martlet) {
                let tracked = try await martlet.workSessions.start(repository: "o/r", pullRequest: 42)
                #expect(await tracked.state == .running)
                run.clock.advance(by: .seconds(50))
                await tracked.pause()
                run.clock.advance(by: .seconds(200))
                await tracked.resume()
                run.clock.advance(by: .seconds(20))
                #expect(await tracked.worked == .seconds(70))
                guard case .done(let session) = try await tracked.end(within: .seconds(3600)) else {
                    throw Unexpected()
                }
                #expect([session.repositoryOwner, session.repositoryName] == ["o", "r"] && session.pullRequest == 42)
                #expect(session.startedAt == WorkRun.after(0) && session.endedAt == WorkRun.after(270))
                #expect(session.duration == 70 && session.endReason == .ended)
                #expect(await tracked.state == .over)
            }
        }
    }

    @Test func `D8, R1-2: a start and an end that were never sent travel in one request, in order`() async throws {
        let run = WorkRun()
        try await run.with { url in
            let martlet = try run.martlet(at: url)
            let tracked = try await run.unsent(martlet)
            run.clock.advance(by: .seconds(90))
            try await tracked.end(within: .zero)
            try await run.running(martlet) {
                try await run.work.reached { $0.sessions.values.contains(where: \.isOver) }
            }
            #expect(run.work.requests.map(\.count) == [2])
            #expect(run.work.requests[0][0] is SessionStart && run.work.requests[0][1] is SessionEnd)
            #expect(run.work.sessions.values.map(\.duration) == [90])
        }
    }

    @Test func `D32: an end by tab, by idleness and by hand is one end`() async throws {
        let run = WorkRun()
        try await run.with { url in
            let martlet = try run.martlet(at: url)
            try await run.running(martlet) {
                let tracked = try await martlet.workSessions.start(repository: "o/r", pullRequest: 42)
                try await tracked.end(.closed, within: .seconds(3600))
                guard case .duplicate = try await tracked.end() else { throw Unexpected() }
                run.clock.advance(by: .seconds(1000))
                guard case .duplicate = try await tracked.end() else { throw Unexpected() }
            }
            #expect(run.work.calls(of: SessionEnd.self).map(\.reason) == [.closed])
        }
    }

    @Test func `DESIGN 6: it is heard of every 60 s, with how long the work took, and never queued`() async throws {
        let run = WorkRun()
        try await run.with { url in
            let martlet = try run.martlet(at: url)
            try await run.running(martlet) {
                let tracked = try await martlet.workSessions.start(repository: "o/r", pullRequest: 42, idle: nil)
                for beat in 1...3 {
                    run.clock.advance(by: .seconds(60))
                    try await run.work.reached { $0.calls(of: SessionHeartbeat.self).count == beat }
                }
                #expect(run.work.calls(of: SessionHeartbeat.self).map(\.duration) == [60, 120, 180])
                #expect(run.work.calls(of: SessionHeartbeat.self).allSatisfy { $0.localID == tracked.localID })
                #expect(try await martlet.waitingCalls().isEmpty)
            }
        }
    }

    @Test func `who does nothing for 300 s is idle, and the end is where they last did something`() async throws {
        let run = WorkRun()
        try await run.with { url in
            let martlet = try run.martlet(at: url)
            try await run.running(martlet) {
                let tracked = try await martlet.workSessions.start(repository: "o/r", pullRequest: 42)
                run.clock.advance(by: .seconds(40))
                await tracked.touch()
                run.clock.advance(by: .seconds(300))
                try await run.work.reached { $0.sessions[tracked.localID]?.status == .ended }
                let session = try #require(run.work.sessions[tracked.localID])
                #expect(session.duration == 40 && session.endedAt == WorkRun.after(40) && session.endReason == .idle)
            }
        }
    }

    @Test func `DESIGN 6: an end that the server supposed is corrected, and one that was made elsewhere stands`()
        async throws
    {
        let run = WorkRun()
        try await run.with { url in
            let martlet = try run.martlet(at: url)
            try await run.running(martlet) {
                let stale = try await martlet.workSessions.start(repository: "o/r", pullRequest: 1, idle: nil)
                let closed = try await martlet.workSessions.start(repository: "o/r", pullRequest: 2, idle: nil)
                run.work.end(stale.localID, .stale)
                run.work.end(closed.localID, .closed)
                run.clock.advance(by: .seconds(60))
                while await closed.state != .over { try await Task.sleep(for: .milliseconds(1)) }
                #expect(await stale.state == .running)
                try await stale.end(within: .seconds(3600))
                guard case .duplicate = try await closed.end() else { throw Unexpected() }
                #expect(run.work.sessions[stale.localID]?.endReason == .ended)
                #expect(run.work.calls(of: SessionEnd.self).map(\.localID) == [stale.localID])
            }
        }
    }

    @Test func `R1-4: activities never block, and travel together`() async throws {
        let run = WorkRun()
        try await run.with { url in
            let martlet = try run.martlet(at: url)
            let tracked = try await run.unsent(martlet)
            for _ in 0..<20 { try await tracked.record(.comment) }
            try await run.running(martlet) {
                try await run.work.reached { $0.calls(of: ActivityRecord.self).count == 20 }
            }
            let activities = run.work.calls(of: ActivityRecord.self).flatMap(\.activities)
            #expect(Set(activities.map(\.localID)).count == 20)
            #expect(activities.allSatisfy { $0.sessionLocalID == tracked.localID && $0.occurredAt != nil })
            #expect(run.work.requests.map(\.count).sorted() == [1, 20])
        }
    }

    @Test func `S1: work whose process died is ended by the next where it was last known to go on`() async throws {
        let run = WorkRun(storage: .directory(OutboxPlace().path))
        try await run.with { url in
            let first = try run.martlet(at: url)
            try await run.running(first) {
                _ = try await first.workSessions.start(repository: "o/r", pullRequest: 42, idle: nil)
                run.clock.advance(by: .seconds(60))
                try await run.work.reached { $0.calls(of: SessionHeartbeat.self).count == 1 }
            }
            // That process is gone, and said nothing. The night passes.
            run.clock.advance(by: .seconds(30_000))
            try await run.running(try run.martlet(at: url)) {
                try await run.work.reached { $0.sessions.values.contains(where: \.isOver) }
            }
            let session = try #require(run.work.sessions.values.first)
            #expect(session.duration == 60 && session.endedAt == WorkRun.after(60) && session.endReason == .closed)
        }
    }

    @Test func `S1: work whose process died before the server knew of it is there once, and over`() async throws {
        let run = WorkRun(storage: .directory(OutboxPlace().path))
        try await run.with { url in
            _ = try await run.unsent(try run.martlet(at: url))
            run.clock.advance(by: .seconds(30_000))
            try await run.running(try run.martlet(at: url)) {
                try await run.work.reached { $0.sessions.values.contains(where: \.isOver) }
            }
            let session = try #require(run.work.sessions.values.first)
            #expect(session.startedAt == WorkRun.after(0) && session.endedAt == WorkRun.after(0))
            #expect(session.duration == 0 && run.work.sessions.count == 1)
        }
    }

    @Test func `6: the work of who leaves the client ends, and is theirs`() async throws {
        let run = WorkRun()
        try await run.with { url in
            let martlet = try run.martlet(at: url)
            let tracked = try await run.unsent(martlet)
            run.clock.advance(by: .seconds(30))
            try await martlet.switchUser(to: .developer(8))
            try await run.running(martlet) {
                while await tracked.state != .over { try await Task.sleep(for: .milliseconds(1)) }
                #expect(try await martlet.waitingCalls().isEmpty, "nothing of it is the next person's")
            }
            #expect(run.work.calls(of: SessionStart.self).isEmpty)
            try await martlet.switchUser(to: .developer(7))
            #expect(try await martlet.waitingCalls().map(\.method) == ["session.start", "session.end"])
        }
    }

    @Test func `what is no pull request is refused, and nothing is kept`() async throws {
        let martlet = try WorkRun().martlet(at: "http://127.0.0.1:1")
        for repository in ["r", "o/r/x", "/r", "o/", ""] {
            await #expect(throws: RPCError.self) {
                _ = try await martlet.workSessions.start(repository: repository, pullRequest: 1)
            }
        }
        let error = await #expect(throws: RPCError.self) {
            _ = try await martlet.workSessions.start(repository: "o/r", pullRequest: 0)
        }
        #expect(error?.data.field == "pr_number")
        #expect(try await martlet.waitingCalls().isEmpty)
    }

    @Test func `ruling 4.2: a client that tracks nothing makes no call in a day`() async throws {
        let run = WorkRun()
        try await run.with { url in
            let martlet = try run.martlet(at: url)
            try await run.running(martlet) {
                for _ in 0..<1440 {
                    run.clock.advance(by: .seconds(60))
                    await Task.yield()
                }
            }
        }
        #expect(run.work.requests.isEmpty)
    }
}

extension WorkSession {
    fileprivate var isOver: Bool { self.status == .ended }
}
