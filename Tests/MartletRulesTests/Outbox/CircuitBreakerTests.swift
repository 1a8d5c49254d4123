// SPDX-License-Identifier: Apache-2.0

import MartletRules
import MartletTesting
import Testing

@Suite struct CircuitBreakerTests {
    private func opened(at now: ManualInstant = 0) -> CircuitBreaker<ManualInstant> {
        var breaker = CircuitBreaker<ManualInstant>(opensAfter: 5, probesAfter: .seconds(30))
        for _ in 0..<5 { breaker.failed(at: now) }
        return breaker
    }

    @Test func `4.4: five failures in a row open it, four do not`() {
        var breaker = CircuitBreaker<ManualInstant>(opensAfter: 5, probesAfter: .seconds(30))
        for _ in 0..<4 { breaker.failed(at: 0) }
        #expect(breaker.permission(at: 0) == .granted)
        breaker.succeeded()
        for _ in 0..<4 { breaker.failed(at: 0) }
        #expect(breaker.permission(at: 0) == .granted)
        breaker.failed(at: 0)
        #expect(breaker.permission(at: 0) == .wait(until: 30))
        #expect(breaker.isOpen)
    }

    @Test func `4.4: one probe at a time is made at the backoff's cap`() {
        var breaker = self.opened()
        #expect(breaker.permission(at: 29) == .wait(until: 30))
        #expect(breaker.permission(at: 30) == .probe)
        breaker.probed()
        #expect(breaker.permission(at: 31) == .awaitProbe)
        breaker.failed(at: 32)
        #expect(breaker.permission(at: 33) == .wait(until: 62))
    }

    @Test func `4.4: a probe that is answered closes it`() {
        var breaker = self.opened()
        breaker.probed()
        breaker.succeeded()
        #expect(breaker.permission(at: 30) == .granted)
        breaker.failed(at: 31)
        #expect(!breaker.isOpen)
    }

    @Test func `R1-5: the network's return makes a probe due at once`() {
        var breaker = self.opened()
        breaker.woken(at: 3)
        #expect(breaker.permission(at: 3) == .probe)
    }

    @Test func `a probe that was not made is due again`() {
        var breaker = self.opened()
        breaker.probed()
        breaker.probeWithdrawn(at: 40)
        #expect(breaker.permission(at: 40) == .probe)
    }

    @Test func `a late failure does not put off the probe`() {
        var breaker = self.opened()
        breaker.failed(at: 20)
        #expect(breaker.permission(at: 30) == .probe)
    }
}
