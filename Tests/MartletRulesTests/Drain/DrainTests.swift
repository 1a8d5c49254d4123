// SPDX-License-Identifier: Apache-2.0

import MartletRules
import MartletTesting
import Testing

@Suite struct DrainTests {
    @Test func `10,000 connections close evenly within 20 s and come back spread over 5 s`() {
        var chance = SeededGenerator(seed: 1)
        let schedule = DrainSchedule(connections: 10_000)
        let slots = (0..<10_000).map { schedule.slot($0, using: &chance) }
        #expect(slots.allSatisfy { $0.closeAfter >= .zero && $0.closeAfter < .seconds(20) })
        #expect(slots.allSatisfy { $0.reconnectAfter >= .zero && $0.reconnectAfter <= .seconds(5) })
        for second in 0..<20 {
            #expect(slots.count { $0.closeAfter >= .seconds(second) && $0.closeAfter < .seconds(second + 1) } == 500)
        }
        #expect(Set(slots.map(\.closeAfter)).count == 10_000)
    }

    @Test(arguments: [(0, 0), (1, 0), (2, 1), (500, 998), (5000, 9998), (100_000, 19_999)])
    func `few connections are closed sooner`(connections: Int, latest: Int) {
        var chance = SeededGenerator(seed: 1)
        let last = DrainSchedule(connections: connections).slot(connections - 1, using: &chance)
        #expect(last.closeAfter <= .milliseconds(latest + 1) && last.closeAfter >= .milliseconds(latest))
    }

    @Test func `a connection that was not counted shares the last place`() {
        var chance = SeededGenerator(seed: 1)
        let schedule = DrainSchedule(connections: 100)
        #expect(schedule.slot(100, using: &chance).closeAfter == schedule.slot(99, using: &chance).closeAfter)
        #expect(schedule.slot(-1, using: &chance).closeAfter == .zero)
    }

    @Test func `a drain is over as soon as nobody is left`() {
        var drain = Drain(connections: 2, startingAt: 100 as ManualInstant)
        #expect(drain.timerFired(at: 100) == .wait(until: 120))
        #expect(drain.connectionsLeft(1, at: 101) == .wait(until: 120))
        #expect(drain.connectionsLeft(2, at: 102) == .wait(until: 120))
        #expect(drain.connectionsLeft(0, at: 103) == .done(left: 0))
        #expect(Drain(connections: 0, startingAt: 100 as ManualInstant).timerFired(at: 100) == .done(left: 0))
    }

    @Test func `a drain is over at the end of its window, whoever is left`() {
        var drain = Drain(connections: 2, startingAt: 100 as ManualInstant)
        #expect(drain.connectionsLeft(1, at: 119) == .wait(until: 120))
        #expect(drain.timerFired(at: 120) == .done(left: 1))
    }
}
