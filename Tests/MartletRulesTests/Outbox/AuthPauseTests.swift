// SPDX-License-Identifier: Apache-2.0

import MartletRules
import MartletTesting
import Testing

@Suite struct AuthPauseTests {
    @Test func `Q2: of many refusals only one renewal is made`() {
        var pause = AuthPause<ManualInstant>()
        for _ in 0..<3 { pause.rejected(generation: 0) }
        #expect(pause.step(at: 0) == .refresh)
        pause.rejected(generation: 0)
        #expect(pause.step(at: 0) == .awaitRefresh)
        pause.refreshed()
        #expect(pause.step(at: 0) == .proceed(generation: 1))
    }

    @Test func `Q2: a late refusal of old credentials says nothing of the new`() {
        var pause = AuthPause<ManualInstant>()
        pause.rejected(generation: 0)
        _ = pause.step(at: 0)
        pause.refreshed()
        pause.rejected(generation: 0)
        #expect(pause.step(at: 0) == .proceed(generation: 1))
    }

    @Test func `Q2: new credentials that are refused at once need a person, and are not renewed for ever`() {
        var pause = AuthPause<ManualInstant>()
        pause.rejected(generation: 0)
        _ = pause.step(at: 0)
        pause.refreshed()
        pause.rejected(generation: 1)
        #expect(pause.needsSignIn)
        #expect(pause.step(at: 1000) == .awaitSignIn)
        pause.signedIn()
        #expect(pause.step(at: 1000) == .proceed(generation: 2))
    }

    @Test func `Q2: credentials that were good once are renewed again when they end`() {
        var pause = AuthPause<ManualInstant>()
        pause.rejected(generation: 0)
        _ = pause.step(at: 0)
        pause.refreshed()
        pause.accepted(generation: 1)
        pause.rejected(generation: 1)
        #expect(pause.step(at: 0) == .refresh)
    }

    @Test func `Q2, D38: a renewal that fails in passing is tried again with growing delays, and signs nobody out`() {
        var pause = AuthPause<ManualInstant>()
        pause.rejected(generation: 0)
        #expect(pause.step(at: 0) == .refresh)
        pause.failed(at: 0, chance: 0.5)
        #expect(pause.step(at: 0) == .wait(until: 1))
        #expect(pause.step(at: 1) == .refresh)
        pause.failed(at: 1, chance: 0.5)
        #expect(pause.step(at: 1) == .wait(until: 3))
        #expect(!pause.needsSignIn)
    }

    @Test func `Q2: a renewal that is refused waits for a person`() {
        var pause = AuthPause<ManualInstant>()
        pause.rejected(generation: 0)
        _ = pause.step(at: 0)
        pause.refused()
        #expect(pause.step(at: 1_000_000) == .awaitSignIn)
    }
}
