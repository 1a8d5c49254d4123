// SPDX-License-Identifier: Apache-2.0

import MartletRules
import MartletTesting
import MartletWire
import Testing

@Suite struct TokenBucketTests {
    @Test func `a rested bucket gives its burst, then one each interval`() {
        let rate = Rate(every: .seconds(2), burst: 3)
        var bucket = TokenBucket(at: 0 as ManualInstant)
        for _ in 0..<3 { #expect(bucket.take(at: rate, now: 0) == .allowed) }
        #expect(bucket.take(at: rate, now: 0) == .retryAfter(.seconds(2)))
        #expect(bucket.take(at: rate, now: 1) == .retryAfter(.seconds(1)))
        #expect(bucket.take(at: rate, now: 2) == .allowed)
        #expect(!bucket.isFull(at: 7))
        #expect(bucket.isFull(at: 8))
    }

    @Test(arguments: 0..<10 as Range<UInt64>)
    func `no stretch of time gets more than the burst and what it earned`(seed: UInt64) {
        var chance = SeededGenerator(seed: seed)
        let rate = Rate(
            perSecond: Int.random(in: 1...100, using: &chance),
            burst: Int.random(in: 1...20, using: &chance)
        )
        var bucket = TokenBucket(at: 0 as ManualInstant)
        var now = Duration.zero
        var allowed: [Duration] = []
        for _ in 0..<500 {
            now += .milliseconds(Int.random(in: 0...40, using: &chance))
            switch bucket.take(at: rate, now: ManualInstant(now)) {
            case .allowed: allowed.append(now)
            case .retryAfter(let wait):
                #expect(wait > .zero)
                var probe = bucket
                #expect(probe.take(at: rate, now: ManualInstant(now + wait)) == .allowed)
            }
        }
        for (first, start) in allowed.enumerated() {
            for (last, end) in allowed.enumerated().dropFirst(first) {
                #expect(rate.interval * (last - first + 1 - rate.burst) <= end - start)
            }
        }
    }
}

@Suite struct RPCAllowanceTests {
    @Test func `a person may make 100 calls at once and then 50 a second`() {
        var allowance = RPCAllowance<ManualInstant>()
        for _ in 0..<100 { #expect(allowance.call(by: 1, at: 0) == .allowed) }
        #expect(allowance.call(by: 1, at: 0) == .retryAfter(.milliseconds(20)))
        #expect(allowance.call(by: 2, at: 0) == .allowed)
        #expect((0..<60).count { _ in allowance.call(by: 1, at: 1).isAllowed } == 50)
        #expect(allowance.refusals == 11)
    }

    @Test func `without a rate everything is allowed and nobody remembered`() {
        var allowance = RPCAllowance<ManualInstant>(nil)
        #expect((0..<10_000).allSatisfy { _ in allowance.call(by: 1, at: 0).isAllowed })
        #expect(allowance.count == 0)
    }

    @Test func `who is idle is forgotten`() {
        var allowance = RPCAllowance<ManualInstant>()
        for user in 0..<100_000 as Range<Int64> {
            _ = allowance.call(by: UserID(rawValue: user), at: ManualInstant(.milliseconds(user)))
            #expect(allowance.count <= 128)
        }
    }
}
