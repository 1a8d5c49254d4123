// SPDX-License-Identifier: Apache-2.0

import MartletRules
import MartletTesting
import MartletWire
import Testing

@Suite struct ReconnectionTests {
    private typealias Rule = Reconnection<ManualInstant>

    @Test(arguments: [1000, 1001, 1005, 1006, 1012, 1013, 2000, 3100, 3101, 3103, 3999, 5000, 65_535])
    func `a close that is nobody's last word is followed by a dial (R3-10)`(code: UInt16) {
        var rule = Rule()
        var chance = SeededGenerator(seed: 1)
        let action = rule.ended(.closed(CloseCode(rawValue: code)), at: 0, using: &chance)
        guard case .dial(let delay) = action else {
            Issue.record("\(action)")
            return
        }
        #expect((.milliseconds(500)...(.seconds(1))).contains(delay))
    }

    @Test(arguments: [1008, 1011, 4000, 4001, 4003, 4004, 4009, 4010, 4026, 4999])
    func `a close that says stop is the end (R3-10, R3-11)`(code: UInt16) {
        var rule = Rule()
        var chance = SeededGenerator(seed: 1)
        #expect(rule.ended(.closed(CloseCode(rawValue: code)), at: 0, using: &chance) == .stop)
    }

    @Test func `an ended token is renewed first (R3-10)`() {
        var rule = Rule()
        var chance = SeededGenerator(seed: 1)
        guard case .refreshToken = rule.ended(.closed(.tokenExpired), at: 0, using: &chance) else {
            Issue.record("3102 refreshes the token first")
            return
        }
    }

    @Test func `what looks like our fault is tried once more, and again only after a healthy minute`() {
        var rule = Rule()
        var chance = SeededGenerator(seed: 1)
        #expect(rule.ended(.closed(.protocolError), at: 0, using: &chance) != .stop)
        rule.opened(at: 1)
        #expect(rule.ended(.closed(.messageTooBig), at: 30, using: &chance) == .stop)
        rule.opened(at: 40)
        #expect(rule.ended(.closed(.protocolError), at: 100, using: &chance) != .stop)
    }

    @Test func `delays double to 30 s and start over only after 60 s of health (R3-12)`() {
        var rule = Rule()
        var chance = SeededGenerator(seed: 7)
        var now: ManualInstant = 0
        for whole in [1, 2, 4, 8, 16, 30, 30, 30] {
            rule.opened(at: now)
            now = now.advanced(by: .seconds(59))
            guard case .dial(let delay) = rule.ended(.closed(.lost), at: now, using: &chance) else {
                Issue.record("a loss is followed by a dial")
                return
            }
            #expect((.seconds(whole) / 2 ... .seconds(whole)).contains(delay), "after 59 s of health")
        }
        rule.opened(at: now)
        now = now.advanced(by: .seconds(60))
        guard case .dial(let delay) = rule.ended(.closed(.lost), at: now, using: &chance) else {
            Issue.record("a loss is followed by a dial")
            return
        }
        #expect(delay <= .seconds(1))
    }

    @Test func `a long outage after a long connection does not stay at its first delay (R2-14)`() {
        var rule = Rule()
        var chance = SeededGenerator(seed: 7)
        rule.opened(at: 0)
        _ = rule.ended(.closed(.lost), at: 120, using: &chance)
        var last = Duration.zero
        for attempt in 1...11 {
            guard
                case .dial(let delay) = rule.ended(
                    .unreachable,
                    at: ManualInstant(.seconds(120 + 40 * attempt)),
                    using: &chance
                )
            else { continue }
            last = delay
        }
        #expect(last >= .seconds(15))
    }

    @Test func `a 10-minute outage after a 2-minute connection is dialled 24 times, not 600 (R2-14)`() {
        var rule = Rule(
            BackoffSchedule(first: .seconds(1), limit: .seconds(30), jitter: 1...1, proof: .seconds(60))
        )
        var chance = SeededGenerator(seed: 7)
        rule.opened(at: 0)
        var now: ManualInstant = 120
        var delays: [Duration] = []
        var action = rule.ended(.closed(.lost), at: now, using: &chance)
        while case .dial(let delay) = action, now < 720 {
            delays.append(delay)
            now = now.advanced(by: delay)
            action = rule.ended(.unreachable, at: now, using: &chance)
        }
        #expect(delays.prefix(6) == [1, 2, 4, 8, 16, 30].map(Duration.seconds)[...])
        #expect(delays.dropFirst(5).allSatisfy { $0 == .seconds(30) })
        #expect(delays.count == 24)
    }

    @Test func `hints raise a delay and never lower it, and are forgotten after use`() {
        var rule = Rule()
        var chance = SeededGenerator(seed: 1)
        rule.draining(reconnectAfter: .seconds(8))
        rule.draining(reconnectAfter: .seconds(3))
        #expect(rule.ended(.closed(.serviceRestart), at: 0, using: &chance) == .dial(after: .seconds(8)))
        #expect(
            rule.ended(.closed(.tryAgainLater, hint: .seconds(20)), at: 0, using: &chance) == .dial(after: .seconds(20))
        )
        guard case .dial(let delay) = rule.ended(.refused(status: 503, hint: .milliseconds(1)), at: 0, using: &chance)
        else {
            Issue.record("503 may pass")
            return
        }
        #expect((.seconds(2)...(.seconds(4))).contains(delay))
    }

    @Test(arguments: [
        (408, true), (425, true), (429, true), (500, true), (503, true), (400, false), (403, false), (404, false),
    ])
    func `a refused upgrade is asked for again if its status may pass`(status: Int, comesBack: Bool) {
        var rule = Rule()
        var chance = SeededGenerator(seed: 1)
        #expect((rule.ended(.refused(status: status), at: 0, using: &chance) != .stop) == comesBack)
    }

    @Test func `a dead connection is replaced at once, but not again and again`() {
        var rule = Rule()
        var chance = SeededGenerator(seed: 1)
        rule.opened(at: 0)
        #expect(rule.ended(.silent, at: 35, using: &chance) == .dial(after: .zero))
        #expect(rule.ended(.silent, at: 70, using: &chance) != .dial(after: .zero))
        rule.opened(at: 80)
        rule.draining(reconnectAfter: .seconds(5))
        #expect(rule.ended(.silent, at: 115, using: &chance) == .dial(after: .seconds(5)))
    }

    @Test(arguments: [("retry_after_ms=0", 0), ("retry_after_ms=1500", 1500)])
    func `a reason may hold a hint`(reason: String, milliseconds: Int) {
        #expect(RetryHint(reason)?.delay == .milliseconds(milliseconds))
        #expect(RetryHint(reason)?.description == reason)
    }

    @Test(arguments: [
        "", "draining", "retry_after_ms=", "retry_after_ms=-1", "retry_after_ms=1.5", "retry_after_ms=9999999999999",
    ])
    func `any other reason holds none`(reason: String) {
        #expect(RetryHint(reason) == nil)
    }
}
