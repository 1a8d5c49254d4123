// SPDX-License-Identifier: Apache-2.0

import MartletRules
import MartletServer
import MartletStore
import MartletTesting
import MartletWire
import Testing

@Suite struct WorkSessionTests {
    private static func start(_ localID: String = "l1", duration: Int64? = nil) -> SessionStart {
        SessionStart(
            localID: LocalID(rawValue: localID),
            repositoryOwner: "o",
            repositoryName: "r",
            pullRequest: 42,
            duration: duration
        )
    }

    private static func seconds(of user: UserID, in core: CoreHarness) async throws -> [Int64] {
        try await core.call(SessionTotals(from: core.now, to: core.now.advanced(by: .seconds(1))), as: user).totals
            .map(\.seconds)
    }

    @Test func `a session belongs to whoever began it and is seen by who shares a workspace`() async throws {
        try await CoreHarness.run { core in
            let (ada, ben, cleo) = (
                try await core.person("ada"), try await core.person("ben"), try await core.person("cleo")
            )
            _ = try await core.workspace(of: ada, with: ben)
            let start = core.head
            let session = try await core.call(Self.start(), as: ada).session
            #expect(try await core.call(SessionGet(id: session.id), as: ben) == session)
            #expect(try await core.refusal(of: SessionGet(id: session.id), as: cleo)?.code == .notFound)
            #expect(try await core.refusal(of: SessionEnd(id: session.id), as: ben)?.code == .notFound)
            #expect(try await core.refusal(of: SessionGet(localID: session.localID), as: ben)?.code == .notFound)
            _ = try await core.call(SessionEnd(localID: session.localID, duration: 60), as: ada)
            let told = ["work_session.started", "work_session.ended"]
            #expect(try await core.names(heardBy: ada, after: start) == told)
            #expect(try await core.names(heardBy: ben, after: start) == told)
            #expect(try await core.names(heardBy: cleo, after: start) == [])
            #expect(try await core.call(SessionList(), as: cleo).sessions == [])
        }
    }

    @Test func `ends at once move the totals once (D40)`() async throws {
        try await CoreHarness.run { core in
            let ada = try await core.person("ada")
            let id = try await core.call(Self.start(), as: ada).session.id
            try await withThrowingTaskGroup(of: Void.self) { group in
                for seconds in Int64(10)..<30 {
                    group.addTask { _ = try await core.call(SessionEnd(id: id, duration: seconds), as: ada) }
                }
                try await group.waitForAll()
            }
            let session = try await core.call(SessionGet(id: id), as: ada)
            #expect(try await Self.seconds(of: ada, in: core) == [session.duration])
        }
    }

    @Test func `a silent session ends where it was last heard, and its own end corrects it once`() async throws {
        try await CoreHarness.run { core in
            let ada = try await core.person("ada")
            let id = try await core.call(Self.start(), as: ada).session.id
            core.advance(by: .seconds(60))
            _ = try await core.call(SessionHeartbeat(id: id), as: ada)
            let lastSign = core.now
            core.advance(by: .seconds(3600))
            let watched = Watched(core)
            await watched.look()
            #expect(try await core.call(SessionGet(id: id), as: ada).status == .active, "one glance proves nothing")
            watched.clock.advance(by: .seconds(180))
            let start = core.head
            await watched.look()
            await watched.look()
            let stale = try await core.call(SessionGet(id: id), as: ada)
            #expect(stale.endReason == .stale && stale.endedAt == lastSign && stale.duration == 60)
            let own = try await core.call(SessionEnd(id: id, duration: 45), as: ada)
            #expect(own.endReason == .ended && own.duration == 45)
            #expect(try await core.call(SessionEnd(id: id, duration: 5), as: ada) == own)
            #expect(
                try await core.names(heardBy: ada, after: start) == ["work_session.ended", "work_session.updated"]
            )
            let totals = SessionTotals(from: stale.startedAt, to: stale.startedAt.advanced(by: .seconds(1)))
            #expect(try await core.call(totals, as: ada).totals.map(\.seconds) == [45])
        }
    }

    @Test func `a heartbeat that comes while a session is being judged keeps it`() async throws {
        try await CoreHarness.run { core in
            let ada = try await core.person("ada")
            let id = try await core.call(Self.start(), as: ada).session.id
            let watched = Watched(core)
            await watched.look()
            watched.clock.advance(by: .seconds(180))
            _ = try await core.call(SessionHeartbeat(id: id), as: ada)
            await watched.look()
            #expect(try await core.call(SessionGet(id: id), as: ada).status == .active)
        }
    }

    @Test func `a beacon's token ends for a quarter of an hour, and only its own session`() async throws {
        try await CoreHarness.run { core in
            let ada = try await core.person("ada")
            let mine = try await core.call(Self.start("mine"), as: ada)
            let other = try await core.call(Self.start("other"), as: ada)
            core.advance(by: .seconds(899))
            let ends = [other, mine].map { SessionBeacon.End(localID: $0.session.localID, duration: 7) }
            let answer = try await core.beacon(SessionBeacon(token: mine.beaconToken, sessions: ends))
            #expect(answer.ended == [mine.session.localID])
            #expect(try await core.call(SessionGet(id: mine.session.id), as: ada).endReason == .closed)
            core.advance(by: .seconds(1))
            await #expect(throws: RPCError.self) {
                try await core.beacon(SessionBeacon(token: other.beaconToken, sessions: ends))
            }
            #expect(try await core.call(SessionGet(id: other.session.id), as: ada).status == .active)
        }
    }
}

extension CoreHarness {
    fileprivate func beacon(_ beacon: SessionBeacon) async throws -> SessionBeacon.Answer {
        try await withCheckedThrowingContinuation { continuation in
            self.core.beacon(beacon) { continuation.resume(with: $0) }
        }
    }
}

/// The watch over a core's sessions, on a clock that a test moves.
private final class Watched {
    let clock = ManualClock()
    private let watch: WorkSessionWatch<ManualClock>
    private var silence = SilentSessions<ManualInstant>(patience: .seconds(180))

    init(_ core: CoreHarness) {
        self.watch = WorkSessionWatch(core: core.core, clock: self.clock)
    }

    func look() async {
        await self.watch.look(&self.silence)
    }
}
