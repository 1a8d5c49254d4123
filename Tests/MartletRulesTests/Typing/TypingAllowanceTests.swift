// SPDX-License-Identifier: Apache-2.0

import MartletRules
import MartletTesting
import MartletWire
import Testing

@Suite struct TypingAllowanceTests {
    @Test func `R3-18: 5 signals pass at once in a channel, then one each 2 s`() {
        var allowance = TypingAllowance<ManualInstant>()
        #expect(
            (0..<7).map { _ in allowance.relays(from: 1, in: 9, at: 0) } == [
                true, true, true, true, true, false, false,
            ]
        )
        #expect(allowance.relays(from: 1, in: 9, at: 1) == false)
        #expect(allowance.relays(from: 1, in: 9, at: 2) == true)
        #expect(allowance.relays(from: 1, in: 8, at: 2) == true)
        #expect(allowance.relays(from: 2, in: 9, at: 2) == true)
        #expect(allowance.drops == 3)
    }

    @Test func `R3-18: a person's signals in all channels are at most 20 in any 10 s`() {
        var allowance = TypingAllowance<ManualInstant>()
        var passed: [Int] = []
        for tenth in 0..<600 {
            for channel in 1...10 as ClosedRange<Int64> {
                let now = ManualInstant(.milliseconds(100 * tenth))
                if allowance.relays(from: 1, in: ChannelID(rawValue: channel), at: now) { passed.append(tenth) }
            }
        }
        #expect(passed.count == 120)
        #expect(passed.allSatisfy { start in passed.count { $0 >= start && $0 < start + 100 } <= 20 })
    }

    @Test func `a signal that is dropped for one limit does not count against the other`() {
        var allowance = TypingAllowance<ManualInstant>()
        for _ in 0..<100 { _ = allowance.relays(from: 1, in: 1, at: 0) }
        #expect((0..<20).count { _ in allowance.relays(from: 1, in: 2, at: 0) } == 5)
        for channel in 3...4 as ClosedRange<Int64> {
            #expect((0..<9).count { _ in allowance.relays(from: 1, in: ChannelID(rawValue: channel), at: 0) } == 5)
        }
        #expect(allowance.relays(from: 1, in: 5, at: 0) == false)
        for _ in 0..<5 { #expect(allowance.relays(from: 1, in: 5, at: 10) == true) }
    }

    @Test func `without limits everything passes`() {
        var allowance = TypingAllowance<ManualInstant>(nil)
        #expect((0..<1000).allSatisfy { _ in allowance.relays(from: 1, in: 1, at: 0) })
        #expect(allowance.count == 0)
    }

    @Test func `who is idle is forgotten`() {
        var allowance = TypingAllowance<ManualInstant>()
        for user in 0..<50_000 as Range<Int64> {
            let now = ManualInstant(.milliseconds(100 * user))
            _ = allowance.relays(from: UserID(rawValue: user), in: ChannelID(rawValue: user), at: now)
            #expect(allowance.count <= 300)
        }
    }
}
