// SPDX-License-Identifier: Apache-2.0

import MartletRules
import MartletTesting
import MartletWire
import Testing

@Suite struct BackgroundPollingTests {
    private static let page = PollResult.page(hasEvents: false, hasMore: false)

    @Test func `it looks at once if it never was up to date, and an hour after it was (2.6, R2-20)`() {
        #expect(BackgroundPolling(freshness: nil).started(at: 0) == .poll(after: .zero))
        #expect(BackgroundPolling(freshness: 0).started(at: 600_000) == .poll(after: .seconds(3000)))
        #expect(BackgroundPolling.wait == 0, "it waits for nothing (DESIGN 6)")
    }

    @Test func `any page is fresh, if only with nothing new, and the next look is an hour later (2.6)`() {
        var rule = BackgroundPolling(freshness: nil)
        #expect(rule.ended(Self.page, at: 5000) == .poll(after: .seconds(3600)))
        #expect(rule.freshness == 5000)
        #expect(rule.ended(.page(hasEvents: true, hasMore: false), at: 9000) == .poll(after: .seconds(3600)))
        #expect(rule.freshness == 9000)
    }

    @Test func `where there is more it is fetched at once`() {
        var rule = BackgroundPolling(freshness: nil)
        #expect(rule.ended(.page(hasEvents: true, hasMore: true), at: 0) == .poll(after: .zero))
    }

    @Test(arguments: [
        PollResult.unreachable, .malformed, .refused(RefusalStatus(rawValue: 503)),
        .refused(RefusalStatus(rawValue: 429)),
    ])
    func `a look that fails is tried thrice, a second apart, and then an hour later; it freshens nothing (2.6, R2-20)`(
        failure: PollResult
    ) {
        for freshness in [nil, 0] as [Timestamp?] {
            var rule = BackgroundPolling(freshness: freshness)
            let actions = (0..<4).map { rule.ended(failure, at: Timestamp(rawValue: 9_000_000 + $0 * 1000)) }
            #expect(actions == [1, 1, 3600, 1].map { .poll(after: .seconds($0)) })
            #expect(rule.freshness == freshness)
        }
    }

    @Test func `a look that succeeds has its three tries again`() {
        var rule = BackgroundPolling(freshness: nil)
        _ = rule.ended(.unreachable, at: 0)
        _ = rule.ended(.unreachable, at: 0)
        _ = rule.ended(Self.page, at: 0)
        #expect(rule.ended(.unreachable, at: 0) == .poll(after: .seconds(1)))
    }

    @Test func `a hint puts the next try off, but not without end`() {
        var rule = BackgroundPolling(freshness: nil)
        let busy = RefusalStatus.unavailable
        #expect(rule.ended(.refused(busy, hint: .seconds(60)), at: 0) == .poll(after: .seconds(60)))
        #expect(rule.ended(.refused(busy, hint: .seconds(9999)), at: 0) == .poll(after: .seconds(300)))
        #expect(rule.ended(.refused(busy, hint: .seconds(60)), at: 0) == .poll(after: .seconds(3600)))
    }

    @Test func `a refusal that does not pass is the end (2.6)`() {
        var rule = BackgroundPolling(freshness: nil)
        let gone = RefusalStatus(rawValue: 404)
        #expect(rule.ended(.refused(gone), at: 0) == .stop(.blocked(.refused(gone))))
    }
}
