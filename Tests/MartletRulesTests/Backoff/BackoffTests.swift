// SPDX-License-Identifier: Apache-2.0

import MartletRules
import MartletTesting
import Testing

@Suite struct BackoffTests {
    private func delays(_ count: Int, seed: UInt64) -> [Duration] {
        var chance = SeededGenerator(seed: seed)
        var backoff = Backoff<ManualInstant>()
        return (0..<count).map { _ in backoff.failed(at: 0, using: &chance) }
    }

    @Test(arguments: 0..<100 as Range<UInt64>)
    func `R3-12: delays double from 1 s to 30 s, each between its half and its whole`(seed: UInt64) {
        let wholes: [Duration] = [1, 2, 4, 8, 16, 30, 30, 30].map(Duration.seconds)
        for (delay, whole) in zip(self.delays(8, seed: seed), wholes) {
            #expect(delay >= whole / 2 && delay <= whole)
        }
    }

    @Test(
        arguments: [
            (1, [1000, 2000, 4000, 8000, 16_000, 30_000, 30_000]),
            (0.5, [500, 1000, 2000, 4000, 8000, 15_000, 15_000]),
            (0.75, [750, 1500, 3000, 6000, 12_000, 22_500, 22_500]),
        ] as [(Double, [Int])]
    )
    func `2.6: the delays of a stream at the ends and in the middle of their jitter`(share: Double, expected: [Int]) {
        var chance = SeededGenerator(seed: 1)
        var schedule = BackoffSchedule.reconnect
        schedule.jitter = share...share
        var backoff = Backoff<ManualInstant>(schedule)
        let delays = expected.map { _ in backoff.failed(at: 0, using: &chance) }
        #expect(delays == expected.map(Duration.milliseconds))
    }

    @Test func `2.6: a first delay above the limit is the limit, and no try in a thousand exceeds it`() {
        var chance = SeededGenerator(seed: 1)
        var backoff = Backoff<ManualInstant>(
            BackoffSchedule(first: .seconds(90), limit: .seconds(30), jitter: 1...1, proof: .seconds(60))
        )
        #expect((0..<1000).allSatisfy { _ in backoff.failed(at: 0, using: &chance) == .seconds(30) })
    }

    @Test func `R3-12: those cut off together do not come back together`() {
        let firsts = (0..<1000 as Range<UInt64>).map { self.delays(1, seed: $0)[0] }
        let early = firsts.count { $0 < .milliseconds(750) }
        #expect((400...600).contains(early))
    }

    @Test func `R3-12: only a healthy minute starts the delays over`() {
        var chance = SeededGenerator(seed: 1)
        var backoff = Backoff<ManualInstant>(
            BackoffSchedule(first: .seconds(1), limit: .seconds(30), jitter: 1...1, proof: .seconds(60))
        )
        #expect(backoff.failed(at: 0, using: &chance) == .seconds(1))
        #expect(backoff.failed(at: 1, using: &chance) == .seconds(2))
        backoff.succeeded(at: 10)
        #expect(backoff.failed(at: 69, using: &chance) == .seconds(4))
        #expect(backoff.failed(at: 200, using: &chance) == .seconds(8))
        backoff.succeeded(at: 210)
        #expect(backoff.failed(at: 270, using: &chance) == .seconds(1))
    }

    @Test func `a hint may raise a delay but never lower it, and not without end`() {
        var chance = SeededGenerator(seed: 1)
        var backoff = Backoff<ManualInstant>()
        #expect(backoff.failed(at: 0, hint: .seconds(12), using: &chance) == .seconds(12))
        #expect(backoff.failed(at: 0, hint: .milliseconds(1), using: &chance) >= .seconds(1))
        #expect(backoff.failed(at: 0, hint: .seconds(-9), using: &chance) >= .seconds(2))
        #expect(backoff.failed(at: 0, hint: .seconds(Int64.max), using: &chance) == .seconds(300))
    }

    @Test func `a jitter above the whole is still held to the limit, and no number of attempts overflows`() {
        var chance = SeededGenerator(seed: 1)
        var backoff = Backoff<ManualInstant>(
            BackoffSchedule(first: .seconds(1), limit: .seconds(30), jitter: 0.75...1.25, proof: .seconds(60))
        )
        #expect((0..<10_000).allSatisfy { _ in backoff.failed(at: 0, using: &chance) <= .seconds(30) })
    }
}
