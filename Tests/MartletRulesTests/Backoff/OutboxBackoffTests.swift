// SPDX-License-Identifier: Apache-2.0

import MartletRules
import Testing

@Suite struct OutboxBackoffTests {
    private let backoff = BackoffSchedule.outbox

    @Test(arguments: zip(0...6, [1000, 2000, 4000, 8000, 16_000, 30_000, 30_000]))
    func `4.5, R1-6: in the middle of the jitter each delay is nominal`(retries: Int, nominal: Int) {
        #expect(self.backoff.delay(after: retries, chance: 0.5) == .milliseconds(nominal))
    }

    @Test(arguments: zip(0...6, [750, 1500, 3000, 6000, 12_000, 22_500, 22_500]))
    func `4.5, D1: the jitter takes away a whole quarter`(retries: Int, shortest: Int) {
        #expect(self.backoff.delay(after: retries, chance: 0) == .milliseconds(shortest))
    }

    @Test(arguments: zip(0...4, [1250, 2500, 5000, 10_000, 20_000]))
    func `4.5, D1: the jitter adds up to a quarter`(retries: Int, longest: Int) {
        #expect(self.backoff.delay(after: retries, chance: 1.0.nextDown) <= .milliseconds(longest))
        #expect(self.backoff.delay(after: retries, chance: 1.0.nextDown) > .milliseconds(longest - 1))
    }

    @Test(arguments: [5, 6, 31, 64, 1000, Int.max])
    func `4.5, D2: no delay passes 30 s, jitter included, however many retries were made`(retries: Int) {
        for chance in stride(from: 0.0, to: 1.0, by: 0.01) {
            #expect(self.backoff.delay(after: retries, chance: chance) <= .seconds(30))
            #expect(self.backoff.delay(after: retries, chance: chance) >= .milliseconds(22_500))
        }
    }

    @Test func `4.5: a number of retries below none is none`() {
        #expect(self.backoff.delay(after: -1, chance: 0.5) == .seconds(1))
    }
}
