// SPDX-License-Identifier: Apache-2.0

import MartletRules
import MartletTesting
import Testing

@Suite struct HeartbeatTests {
    private func heartbeat(seed: UInt64 = 1) -> (Heartbeat<ManualInstant>, first: ManualInstant) {
        var chance = SeededGenerator(seed: seed)
        var heartbeat = Heartbeat(startingAt: 0 as ManualInstant, using: &chance)
        guard case .wait(let first) = heartbeat.timerFired(at: 0) else { return (heartbeat, 0) }
        return (heartbeat, first)
    }

    @Test func `R3-16: a peer that is silent for 10 s after a ping is closed`() {
        var (heartbeat, first) = self.heartbeat()
        let deadline = first.advanced(by: .seconds(10))
        #expect(heartbeat.timerFired(at: first) == .ping(deadline: deadline))
        #expect(heartbeat.timerFired(at: first.advanced(by: .seconds(9))) == .wait(until: deadline))
        #expect(heartbeat.timerFired(at: deadline) == .close)
        heartbeat.heardFromPeer()
        #expect(heartbeat.timerFired(at: deadline.advanced(by: .seconds(1))) == .close)
    }

    @Test func `any frame counts as life, and the beat stays 25 s`() {
        var (heartbeat, first) = self.heartbeat()
        _ = heartbeat.timerFired(at: first)
        heartbeat.heardFromPeer()
        let second = first.advanced(by: .seconds(25))
        #expect(heartbeat.timerFired(at: first.advanced(by: .seconds(10))) == .wait(until: second))
        heartbeat.heardFromPeer()
        #expect(heartbeat.timerFired(at: second) == .ping(deadline: second.advanced(by: .seconds(10))))
    }

    @Test func `what was heard before a ping does not answer it`() {
        var (heartbeat, first) = self.heartbeat()
        heartbeat.heardFromPeer()
        _ = heartbeat.timerFired(at: first)
        #expect(heartbeat.timerFired(at: first.advanced(by: .seconds(10))) == .close)
    }

    @Test func `first pings are spread over the interval`() {
        let firsts = (0..<1000 as Range<UInt64>).map { self.heartbeat(seed: $0).first }
        #expect(firsts.allSatisfy { $0 >= 0 && $0 < 25 })
        for second in 0..<25 as Range<Int64> {
            let count = firsts.count {
                $0 >= ManualInstant(integerLiteral: second) && $0 < ManualInstant(integerLiteral: second + 1)
            }
            #expect((15...70).contains(count))
        }
    }
}
