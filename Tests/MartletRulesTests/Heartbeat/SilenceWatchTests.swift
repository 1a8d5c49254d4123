// SPDX-License-Identifier: Apache-2.0

import MartletRules
import MartletTesting
import Testing

@Suite struct SilenceWatchTests {
    @Test func `R3-16: a server that says nothing for 35 s is dead`() {
        var watch = SilenceWatch(startingAt: 0 as ManualInstant)
        #expect(watch.timerFired(at: 0) == .wait(until: 35))
        watch.heardFromServer(at: 20)
        #expect(watch.timerFired(at: 35) == .wait(until: 55))
        #expect(watch.timerFired(at: 55) == .dead)
        watch.heardFromServer(at: 56)
        #expect(watch.timerFired(at: 56) == .dead)
    }

    @Test func `a device that wakes up asks, and waits 3 s`() {
        var watch = SilenceWatch(startingAt: 0 as ManualInstant)
        #expect(watch.circumstancesChanged(at: 1000) == .wait(until: 1003))
        #expect(watch.circumstancesChanged(at: 1002) == .wait(until: 1003))
        #expect(watch.timerFired(at: 1003) == .dead)
        #expect(watch.circumstancesChanged(at: 1004) == .dead)
    }

    @Test func `an answered probe leaves the connection as it was`() {
        var watch = SilenceWatch(startingAt: 0 as ManualInstant)
        _ = watch.circumstancesChanged(at: 10)
        watch.heardFromServer(at: 12)
        #expect(watch.timerFired(at: 13) == .wait(until: 47))
    }
}
