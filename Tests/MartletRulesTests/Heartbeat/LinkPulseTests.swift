// SPDX-License-Identifier: Apache-2.0

import MartletRules
import MartletTesting
import Testing

@Suite struct LinkPulseTests {
    private static let timing = LinkTiming(interval: .seconds(2), silence: .seconds(7))

    @Test func `an end that says nothing is dead after its silence, and not before`() {
        var pulse = LinkPulse(timing: Self.timing, startingAt: 0 as ManualInstant)
        #expect(pulse.timerFired(at: 0) == .beat(next: 2))
        #expect(pulse.timerFired(at: 2) == .beat(next: 4))
        #expect(pulse.timerFired(at: 4) == .beat(next: 6))
        #expect(pulse.timerFired(at: 6) == .beat(next: 7))
        #expect(pulse.timerFired(at: 7) == .dead)
    }

    @Test func `anything that is heard counts as life`() {
        var pulse = LinkPulse(timing: Self.timing, startingAt: 0 as ManualInstant)
        _ = pulse.timerFired(at: 0)
        pulse.heardFromPeer(at: 5)
        _ = pulse.timerFired(at: 6)
        #expect(pulse.timerFired(at: 8) == .beat(next: 10))
        _ = pulse.timerFired(at: 10)
        #expect(pulse.timerFired(at: 12) == .dead)
    }

    @Test func `who was stopped itself listens before it gives the other end up`() {
        var pulse = LinkPulse(timing: Self.timing, startingAt: 0 as ManualInstant)
        _ = pulse.timerFired(at: 0)
        #expect(pulse.timerFired(at: 60) == .beat(next: 62))
        #expect(pulse.timerFired(at: 62) == .dead)
    }
}
