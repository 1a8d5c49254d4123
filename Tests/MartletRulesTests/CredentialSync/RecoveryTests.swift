// SPDX-License-Identifier: Apache-2.0

import MartletRules
import MartletTesting
import Testing

@Suite struct RecoveryTests {
    private typealias Trigger = Recovery<ManualInstant>.Trigger

    @Test(arguments: [Recovery<ManualInstant>.Trigger.visible, .focused, .restored, .online])
    func `1.4, R0-22: a sign of life recovers once, and says which sign it was`(
        trigger: Recovery<ManualInstant>.Trigger
    ) {
        var recovery = Recovery(startingAt: 0 as ManualInstant)
        #expect(recovery.noticed(trigger, isHealthy: false, at: 100) == .recover(trigger))
        for other in [Trigger.visible, .focused, .restored, .online] {
            #expect(recovery.noticed(other, isHealthy: false, at: 114) == .waitForLast)
        }
        #expect(recovery.noticed(.focused, isHealthy: false, at: 115) == .recover(.focused))
    }

    @Test func `R0-22: a connection that is well is left alone, and the throttle is not used up`() {
        var recovery = Recovery(startingAt: 0 as ManualInstant)
        #expect(recovery.noticed(.visible, isHealthy: true, at: 100) == .stayHealthy)
        #expect(recovery.noticed(.focused, isHealthy: false, at: 101) == .recover(.focused))
    }

    @Test func `1.4: the first touch after ten minutes is a sign, and no other touch`() {
        var recovery = Recovery(startingAt: 0 as ManualInstant)
        #expect(recovery.touched(isHealthy: false, at: 599) == nil)
        #expect(recovery.touched(isHealthy: false, at: 1198) == nil)
        #expect(recovery.touched(isHealthy: false, at: 1798) == .recover(.interacted))
        #expect(recovery.touched(isHealthy: false, at: 1799) == nil)
        #expect(recovery.touched(isHealthy: true, at: 2500) == .stayHealthy)
    }
}
