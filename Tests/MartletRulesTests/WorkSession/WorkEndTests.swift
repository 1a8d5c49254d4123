// SPDX-License-Identifier: Apache-2.0

import MartletRules
import MartletWire
import Testing

struct WorkEndTests {
    private static func session(
        _ reason: WorkSessionEndReason?,
        duration: Int64? = nil
    ) -> WorkSession {
        WorkSession(
            id: 1,
            localID: LocalID(rawValue: "l"),
            userID: 7,
            repositoryOwner: "o",
            repositoryName: "r",
            pullRequest: 1,
            status: reason == nil ? .active : .ended,
            startedAt: 1000,
            endedAt: reason.map { _ in 61_000 },
            duration: duration,
            endReason: reason
        )
    }

    private static func end(
        _ endedAt: Timestamp? = nil,
        _ duration: Int64? = nil,
        reason: WorkSessionEndReason = .ended
    ) -> WorkEnd {
        WorkEnd(of: 10_000, endedAt: endedAt, duration: duration, reason: reason, at: 100_999)
    }

    @Test func `without a word of the client work lasts until now (D25)`() {
        #expect(Self.end().endedAt == 100_999)
        #expect(Self.end().duration == 90)
    }

    @Test func `no seconds are as good a duration as any (D25)`() {
        #expect(Self.end(70_000, 0).duration == 0)
    }

    @Test func `a clock that went back makes no work of less than no time (D24)`() {
        #expect(Self.end(5000).endedAt == 10_000)
        #expect(Self.end(5000).duration == 0)
        #expect(Self.end(5000, -3).duration == 0)
    }

    @Test func `nothing has ended or begun later than now (D23)`() {
        #expect(Self.end(200_000).endedAt == 100_999)
        #expect(WorkEnd.start(200_000, at: 100_999) == 100_999)
        #expect(WorkEnd.start(5, at: 100_999) == 5)
        #expect(WorkEnd.start(nil, at: 100_999) == 100_999)
    }

    @Test func `what the client counted stands, since it knows of the pauses`() {
        #expect(Self.end(70_000, 12).duration == 12)
        #expect(Self.end(11_000, 500).duration == 500)
    }

    @Test(arguments: WorkSessionEndReason.allCases)
    func `the first end ends, whoever says it`(reason: WorkSessionEndReason) {
        let end = Self.end(reason: reason)
        #expect(WorkEndDecision(ending: Self.session(nil), with: end) == .end(end))
    }

    @Test(arguments: [WorkSessionEndReason.ended, .idle, .closed])
    func `the client's own end corrects one that was supposed, by the difference`(reason: WorkSessionEndReason) {
        let end = Self.end(nil, 30, reason: reason)
        #expect(
            WorkEndDecision(ending: Self.session(.stale, duration: 50), with: end) == .correct(end, difference: -20)
        )
    }

    @Test func `nothing else changes a session that is over (D32)`() {
        for ended in WorkSessionEndReason.allCases {
            for reason in WorkSessionEndReason.allCases where ended != .stale || reason == .stale {
                let session = Self.session(ended, duration: 50)
                #expect(WorkEndDecision(ending: session, with: Self.end(reason: reason)) == .keep)
            }
        }
    }
}
