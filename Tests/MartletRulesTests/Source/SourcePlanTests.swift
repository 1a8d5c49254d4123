// SPDX-License-Identifier: Apache-2.0

import MartletRules
import MartletTesting
import Testing

@Suite struct SourcePlanTests {
    @Test func `each mode has its sources, the most wanted first (2.6)`() {
        let plan = SourcePlan()
        #expect(plan.sources(for: .streaming) == [.streaming, .polling])
        #expect(plan.sources(for: .polling) == [.polling])
        #expect(plan.sources(for: .background) == [.backgroundPolling])
        #expect(plan.sources(for: .offline(.setOffline)) == [])
    }

    @Test func `an app that changes one mode leaves the others, and what it names twice counts once (2.6)`() {
        let plan = SourcePlan(streaming: [.polling, .streaming, .polling])
        #expect(plan.sources(for: .streaming) == [.polling, .streaming])
        #expect(plan.sources(for: .background) == [.backgroundPolling])
    }
}
