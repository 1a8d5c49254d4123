// SPDX-License-Identifier: Apache-2.0

import MartletTesting
import Testing

@Suite struct ManualClockTests {
    @Test func `a sleeper wakes when its time has come and not before`() async throws {
        let clock = ManualClock()
        let woken = try await withThrowingTaskGroup(of: ManualInstant.self) { group in
            group.addTask {
                try await clock.sleep(for: .seconds(10))
                return clock.now
            }
            await clock.sleeperArrived()
            clock.advance(by: .seconds(9))
            clock.advance(by: .seconds(1))
            return try await group.next()
        }
        #expect(woken == 10)
    }

    @Test func `a deadline in the past is no sleep`() async throws {
        let clock = ManualClock()
        clock.advance(by: .seconds(5))
        try await clock.sleep(until: 5, tolerance: nil)
        #expect(clock.now == 5)
    }

    @Test func `a cancelled sleep is not mistaken for one that ended`() async {
        let clock = ManualClock()
        let outcome = await withTaskGroup(of: Bool.self) { group in
            group.addTask {
                do {
                    try await clock.sleep(for: .seconds(10))
                    return true
                } catch {
                    return false
                }
            }
            await clock.sleeperArrived()
            group.cancelAll()
            return await group.next()
        }
        #expect(outcome == false)
    }

    @Test func `equal seeds give equal sequences`() {
        var one = SeededGenerator(seed: 42)
        var other = SeededGenerator(seed: 42)
        var different = SeededGenerator(seed: 43)
        let sequence = (0..<100).map { _ in one.next() }
        #expect(sequence == (0..<100).map { _ in other.next() })
        #expect(sequence != (0..<100).map { _ in different.next() })
    }
}
