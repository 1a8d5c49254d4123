// SPDX-License-Identifier: Apache-2.0

import MartletRules
import MartletTesting
import MartletWire
import Testing

@Suite struct LongPollingTests {
    private typealias Rule = LongPolling<ManualInstant>

    private var chance = SeededGenerator(seed: 1)

    private func at(_ milliseconds: Int) -> ManualInstant { ManualInstant(.milliseconds(milliseconds)) }

    @Test(arguments: [(0, 1000), (200, 800), (999, 1), (1000, 0), (25_000, 0)])
    mutating func `polls begin a second apart at least, and at once after a long wait (DESIGN 6, 2.6)`(
        took: Int,
        pause: Int
    ) {
        #expect(Rule.wait == 25_000)
        for hasEvents in [true, false] {
            var rule = Rule(startingAt: 0)
            rule.asked(at: 0)
            let page = PollResult.page(hasEvents: hasEvents, hasMore: false)
            #expect(rule.ended(page, at: self.at(took), using: &self.chance) == .poll(after: .milliseconds(pause)))
        }
    }

    @Test mutating func `where there is more it is fetched at once, but an empty page is no reason to hurry`() {
        var rule = Rule(startingAt: 0)
        #expect(rule.ended(.page(hasEvents: true, hasMore: true), at: 0, using: &self.chance) == .poll(after: .zero))
        #expect(
            rule.ended(.page(hasEvents: false, hasMore: true), at: 0, using: &self.chance) == .poll(after: .seconds(1))
        )
    }

    @Test(arguments: [
        PollResult.unreachable, .malformed, .refused(RefusalStatus(rawValue: 408)),
        .refused(RefusalStatus(rawValue: 425)),
        .refused(RefusalStatus(rawValue: 429)), .refused(RefusalStatus(rawValue: 500)),
        .refused(RefusalStatus(rawValue: 503)),
    ])
    mutating func `a poll that fails and may pass is tried again, later and later (2.6)`(failure: PollResult) {
        var rule = Rule(startingAt: 0)
        #expect(failure.fault != nil)
        for whole in [1, 2, 4, 8, 16, 30, 30] {
            guard case .poll(let delay) = rule.ended(failure, at: 0, using: &self.chance) else {
                Issue.record("\(failure)")
                return
            }
            #expect((.seconds(whole) / 2 ... .seconds(whole)).contains(delay))
        }
    }

    @Test(arguments: [400, 404, 405, 410, 413])
    mutating func `a refusal that does not pass is the end of polling (2.6)`(status: Int) {
        var rule = Rule(startingAt: 0)
        let fault = SourceFault.refused(RefusalStatus(rawValue: status))
        #expect(
            rule.ended(.refused(RefusalStatus(rawValue: status)), at: 0, using: &self.chance) == .stop(.blocked(fault))
        )
    }

    @Test mutating func `a token that ended is renewed once, and after an answer once more`() {
        var rule = Rule(startingAt: 0)
        let refusal = PollResult.refused(.unauthorized)
        for _ in 1...2 {
            guard case .refreshToken = rule.ended(refusal, at: 0, using: &self.chance) else {
                Issue.record("401 refreshes first")
                return
            }
            _ = rule.ended(.page(hasEvents: false, hasMore: false), at: 30, using: &self.chance)
        }
        _ = rule.ended(refusal, at: 60, using: &self.chance)
        #expect(rule.ended(refusal, at: 61, using: &self.chance) == .stop(.halted(.refused(.unauthorized))))
    }

    @Test mutating func `who is forbidden stays away`() {
        var rule = Rule(startingAt: 0)
        #expect(
            rule.ended(.refused(.forbidden), at: 0, using: &self.chance) == .stop(.halted(.refused(.forbidden)))
        )
    }

    @Test mutating func `a hint raises a delay and never lowers it`() {
        var rule = Rule(startingAt: 0)
        let busy = PollResult.refused(.unavailable, hint: .seconds(60))
        #expect(rule.ended(busy, at: 0, using: &self.chance) == .poll(after: .seconds(60)))
        guard
            case .poll(let delay) = rule.ended(
                .refused(.unavailable, hint: .milliseconds(1)),
                at: 0,
                using: &self.chance
            )
        else { return }
        #expect(delay >= .seconds(1))
    }

    @Test mutating func `delays start over after a healthy minute, however many answers that held`() {
        var rule = Rule(startingAt: 0)
        for _ in 1...6 { _ = rule.ended(.unreachable, at: 0, using: &self.chance) }
        for second in [100, 125, 150, 175] as [Int64] {
            _ = rule.ended(.page(hasEvents: false, hasMore: false), at: .init(.seconds(second)), using: &self.chance)
        }
        guard case .poll(let delay) = rule.ended(.unreachable, at: 176, using: &self.chance) else { return }
        #expect(delay <= .seconds(1))
    }
}
