// SPDX-License-Identifier: Apache-2.0

import MartletRules
import MartletTesting
import MartletWire
import Testing

struct WorkTrackerTests {
    private typealias Tracker = WorkTracker<ManualInstant>

    private var tracker = Tracker(startedAt: 0)

    /// An end as the server will see it.
    private struct End: Equatable {
        var worked: Int64
        var endedAfter: Int64
        var reason: WorkSessionEndReason

        init(_ worked: Int64, after endedAfter: Int64, _ reason: WorkSessionEndReason = .ended) {
            (self.worked, self.endedAfter, self.reason) = (worked, endedAfter, reason)
        }

        init?(_ finish: Tracker.Finish?) {
            guard let finish else { return nil }
            self.init(finish.worked.components.seconds, after: finish.endedAfter.components.seconds, finish.reason)
        }

        init?(_ action: Tracker.Action) {
            guard case .end(let finish) = action else { return nil }
            self.init(finish)
        }
    }

    @Test mutating func `D24: time is what passes without pauses`() {
        self.tracker.paused(at: 100)
        #expect(self.tracker.state == .paused && self.tracker.worked(at: 500) == .seconds(100))
        self.tracker.resumed(at: 1000)
        #expect(self.tracker.state == .running && self.tracker.worked(at: 1030) == .seconds(130))
        #expect(End(self.tracker.ended(.ended, at: 1050)) == End(150, after: 1050))
        #expect(self.tracker.state == .over && self.tracker.worked(at: 9999) == .seconds(150))
    }

    @Test mutating func `D32: ending twice is ending once, whatever ended it first`() {
        #expect(End(self.tracker.ended(.closed, at: 10)) == End(10, after: 10, .closed))
        #expect(self.tracker.ended(.ended, at: 20) == nil)
        #expect(self.tracker.timerFired(at: 1000) == .rest)
    }

    @Test mutating func `an end during a pause counts what was worked before it`() {
        self.tracker.paused(at: 40)
        #expect(End(self.tracker.ended(.ended, at: 100)) == End(40, after: 100))
    }

    @Test mutating func `D25: an end at once took no time, which is a duration too`() {
        #expect(End(self.tracker.ended(.ended, at: 0)) == End(0, after: 0))
    }

    @Test mutating func `a clock that stands still or runs backwards takes nothing away`() {
        self.tracker.paused(at: 100)
        self.tracker.resumed(at: 90)
        #expect(self.tracker.worked(at: 80) == .seconds(100))
    }

    @Test mutating func `DESIGN 4.6: the server hears of it every 60 s, and nothing in between`() {
        #expect(self.tracker.timerFired(at: 0) == .wait(until: 60))
        #expect(self.tracker.timerFired(at: 59) == .wait(until: 60))
        #expect(self.tracker.timerFired(at: 60) == .beat(worked: .seconds(60)))
        #expect(self.tracker.timerFired(at: 60) == .wait(until: 120))
    }

    @Test mutating func `a pause is heard of too, and counts no time`() {
        self.tracker.paused(at: 20)
        #expect(self.tracker.timerFired(at: 60) == .beat(worked: .seconds(20)))
        #expect(self.tracker.timerFired(at: 60) == .wait(until: 120))
    }

    @Test mutating func `who does nothing for 300 s has stopped when they last did something`() {
        for minute in 1...4 {
            #expect(
                self.tracker.timerFired(at: ManualInstant(.seconds(60 * minute)))
                    == .beat(worked: .seconds(60 * minute))
            )
        }
        self.tracker.heardOfPerson(at: 240)
        #expect(self.tracker.timerFired(at: 539) == .beat(worked: .seconds(539)))
        #expect(self.tracker.timerFired(at: 539) == .wait(until: 540))
        #expect(End(self.tracker.timerFired(at: 540)) == End(240, after: 240, .idle))
        #expect(self.tracker.timerFired(at: 541) == .rest)
    }

    @Test mutating func `nobody is idle during a pause, and going on is a sign of them`() {
        self.tracker.paused(at: 10)
        #expect(self.tracker.timerFired(at: 86_400) == .beat(worked: .seconds(10)))
        self.tracker.resumed(at: 86_401)
        #expect(self.tracker.timerFired(at: 86_700) == .beat(worked: .seconds(309)))
        #expect(End(self.tracker.timerFired(at: 86_701)) == End(10, after: 86_401, .idle))
    }

    @Test mutating func `after a night asleep the work ended in the evening`() {
        self.tracker.heardOfPerson(at: 120)
        #expect(End(self.tracker.timerFired(at: 30_000)) == End(120, after: 120, .idle))
    }

    @Test func `without a limit nobody is idle`() {
        var tracker = Tracker(WorkRhythm(idle: nil), startedAt: 0)
        #expect(tracker.timerFired(at: 3600) == .beat(worked: .seconds(3600)))
        #expect(tracker.timerFired(at: 3600) == .wait(until: 3660))
    }

    @Test(arguments: WorkSessionEndReason.allCases)
    func `DESIGN 6: an end that the server supposed is corrected, any other stands`(reason: WorkSessionEndReason) {
        var tracker = Tracker(startedAt: 0)
        #expect(tracker.endedElsewhere(reason) == (reason != .stale))
        #expect(End(tracker.ended(.ended, at: 90)) == (reason == .stale ? End(90, after: 90) : nil))
    }
}
