// SPDX-License-Identifier: Apache-2.0

import MartletRules
import MartletTesting
import MartletWire
import Testing

@Suite struct TokenLifeTests {
    typealias Life = TokenLife<ManualInstant>

    static func life(
        issued: Timestamp?,
        expires: Timestamp,
        refused: Timestamp? = nil,
        at wall: Timestamp,
        from now: ManualInstant = 0
    ) -> Life {
        Life(issuedAt: issued, expiresAt: expires, refusedFrom: refused, at: wall, startingAt: now)
    }

    @Test func `a token warns at 80 % of its life and closes at its end`() {
        // 100 s long, shown 10 s after it was issued, on a loop whose clock says 1000.
        var life = Self.life(issued: 50_000, expires: 150_000, at: 60_000, from: 1000)
        #expect(life.timerFired(at: 1000) == .wait(until: 1070))
        #expect(life.timerFired(at: ManualInstant(.milliseconds(1_069_999))) == .wait(until: 1070))
        #expect(life.timerFired(at: 1070) == .warn(remaining: .seconds(20), until: 1090))
        #expect(life.timerFired(at: 1080) == .wait(until: 1090))
        #expect(life.timerFired(at: 1090) == .close)
        #expect(life.timerFired(at: 1091) == .close)
    }

    @Test func `a token shown past its warning warns at once`() {
        var life = Self.life(issued: 0, expires: 100_000, at: 95_000)
        #expect(life.timerFired(at: 0) == .warn(remaining: .seconds(5), until: 5))
    }

    @Test func `a token that never said when it was issued lives from when it is shown`() {
        var life = Self.life(issued: nil, expires: 100_000, at: 0)
        #expect(life.timerFired(at: 0) == .wait(until: 80))
    }

    @Test func `a token shown in its leeway lives to the leeway's end and is not closed at once`() {
        var life = Self.life(issued: 0, expires: 100_000, refused: 160_000, at: 130_000)
        #expect(life.timerFired(at: 0) == .warn(remaining: .seconds(30), until: 30))
        #expect(life.timerFired(at: 30) == .close)
    }

    @Test func `a token shown in time closes at its end, not at its leeway's`() {
        var life = Self.life(issued: 0, expires: 100_000, refused: 160_000, at: 90_000)
        #expect(life.timerFired(at: 10) == .close)
    }

    @Test func `a token for all eternity asks for no wait that a clock of nanoseconds cannot hold`() {
        var life = Self.life(issued: 0, expires: 4_000_000_000_000_000, at: 0)
        guard case .wait(let instant) = life.timerFired(at: 0) else {
            Issue.record("an eternal token should wait")
            return
        }
        #expect(instant <= ManualInstant(.seconds(36_500 * 86_400)))
    }
}
