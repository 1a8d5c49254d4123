// SPDX-License-Identifier: Apache-2.0

import MartletRules
import MartletTesting
import Testing

@Suite struct AdmissionGateTests {
    @Test func `a quiet server lets everyone in`() {
        var chance = SeededGenerator(seed: 1)
        var gate = AdmissionGate(Rate(perSecond: 10, burst: 5), startingAt: 0 as ManualInstant)
        for second in 0..<100 as Range<Int64> {
            #expect(gate.arrived(at: ManualInstant(integerLiteral: second), using: &chance) == .admit)
        }
        #expect(gate.refusals == 0)
    }

    @Test func `without a rate everyone is let in`() {
        var chance = SeededGenerator(seed: 1)
        var gate = AdmissionGate(nil, startingAt: 0 as ManualInstant)
        #expect((0..<100_000).allSatisfy { _ in gate.arrived(at: 0, using: &chance) == .admit })
    }

    @Test func `whoever is turned away is sent further back in the line`() {
        var chance = SeededGenerator(seed: 1)
        var gate = AdmissionGate(Rate(perSecond: 10, burst: 1), startingAt: 0 as ManualInstant)
        #expect(gate.arrived(at: 0, using: &chance) == .admit)
        for place in 1...200 {
            guard case .comeBack(let pause) = gate.arrived(at: 0, using: &chance) else {
                Issue.record("a full gate let someone in")
                return
            }
            let least = Duration.milliseconds(100 * place)
            #expect(pause >= min(least, .seconds(15)) && pause <= .seconds(30))
        }
    }

    /// 10,000 clients that come at once and return when they are told to, with their own reconnect delays.
    @Test func `a storm is let in at the rate, in about the time that takes`() {
        var chance = SeededGenerator(seed: 1)
        let rate = Rate(perSecond: 500, burst: 500)
        var gate = AdmissionGate(rate, startingAt: 0 as ManualInstant)
        var arrivals: [Int: [Backoff<ManualInstant>]] = [0: (0..<10_000).map { _ in Backoff() }]
        var admitted: [Int] = []
        var attempts = 0
        for tick in 0..<10_000 where !arrivals.isEmpty {
            let now = ManualInstant(.milliseconds(tick * 10))
            for var client in arrivals.removeValue(forKey: tick) ?? [] {
                attempts += 1
                switch gate.arrived(at: now, using: &chance) {
                case .admit: admitted.append(tick)
                case .comeBack(let pause):
                    let delay = client.failed(at: now, hint: pause, using: &chance)
                    #expect(delay >= pause)
                    arrivals[tick + max(1, Int((delay / .milliseconds(10)).rounded(.up))), default: []].append(client)
                }
            }
        }
        #expect(admitted.count == 10_000)
        for second in 0..<60 {
            #expect(admitted.count { $0 / 100 == second } <= (second == 0 ? 1000 : 501))
        }
        #expect((admitted.last ?? 0) / 100 < 60)
        #expect(attempts < 30_000)
    }
}
