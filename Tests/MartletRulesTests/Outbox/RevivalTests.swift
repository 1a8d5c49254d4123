// SPDX-License-Identifier: Apache-2.0

import MartletRules
import MartletWire
import Testing

/// What is tried again by itself, and when.
struct RevivalTests {
    @Test func `Q3: a version is an occasion when another was there before, a sign-in always`() {
        for occasion in [Revival.application(version: "2"), .server(version: "2")] {
            #expect(!occasion.isDue(after: nil))
            #expect(!occasion.isDue(after: "2"))
            #expect(occasion.isDue(after: "1"))
            #expect(occasion.isDue(after: "3"), "a release that was taken back is another one too")
        }
        #expect(Revival.signIn.isDue(after: nil))
    }

    @Test func `Q3: what was refused or failed is tried again, what came too late or depends on another is not`() {
        let fault = DeliveryFault(.serverError, code: 500)
        let cases: [(DeadReason, Bool)] = [
            (.refused(fault), true), (.exhausted(fault), true), (.expired, false), (.unknownOutcome, false),
            (.inherited, false),
        ]
        for (reason, isTried) in cases {
            #expect(Revival.concerns(reason, uncertainSince: nil, at: 0, limits: OutboxLimits()) == isTried)
        }
    }

    @Test func `Q1: what may have had its effect is not tried again once its key is forgotten`() {
        let (reason, limits) = (DeadReason.exhausted(DeliveryFault(.serverError, code: 500)), OutboxLimits())
        let end = Timestamp(rawValue: 5).advanced(by: limits.keyLife)
        let last = end.advanced(by: .milliseconds(-1))
        #expect(Revival.concerns(reason, uncertainSince: 5, at: last, limits: limits))
        #expect(!Revival.concerns(reason, uncertainSince: 5, at: end, limits: limits))
    }
}
