// SPDX-License-Identifier: Apache-2.0

import MartletRules
import MartletServer
import MartletTesting
import MartletWire
import Testing

@Suite struct CallerTests {
    static let caller = Caller(userID: 7, sessionID: SessionID(rawValue: "s"), issuedAt: 1000, expiresAt: 9000)
    static let good = AccountStatus()

    @Test func `only a caller whose right ends by itself has a token's life`() {
        let now: ManualInstant = 0
        #expect(Caller(userID: 7).tokenLife(at: 0, startingAt: now) == nil)
        var life = Self.caller.tokenLife(at: 1000, startingAt: now)
        #expect(life?.timerFired(at: now) == .wait(until: ManualInstant(.milliseconds(6400))))
    }

    @Test func `nothing has changed for a caller in good standing`() {
        #expect(Self.caller.refusal(standing: Self.good, isSignedOut: false, at: 8999) == nil)
    }

    @Test func `a person who is not there is unknown`() {
        #expect(Self.caller.refusal(standing: nil, isSignedOut: false, at: 2000) == .unknownUser)
    }

    @Test func `a person who is shut out is refused before anything else`() {
        let standing = AccountStatus(isDisabled: true, tokensValidAfter: 5000)
        #expect(Self.caller.refusal(standing: standing, isSignedOut: true, at: 99_999) == .disabled)
    }

    @Test func `a session that was signed out is refused`() {
        #expect(Self.caller.refusal(standing: Self.good, isSignedOut: true, at: 2000) == .signedOut)
    }

    @Test(arguments: [(999, nil), (1000, nil), (1001, AccessRefusal.signedOut)] as [(Int64, AccessRefusal?)])
    func `tokens_valid_after refuses what was issued before it`(validAfter: Int64, refusal: AccessRefusal?) {
        let standing = AccountStatus(tokensValidAfter: Timestamp(rawValue: validAfter))
        #expect(Self.caller.refusal(standing: standing, isSignedOut: false, at: 2000) == refusal)
    }

    @Test func `a token that never said when it was issued does not survive signing out everywhere`() {
        let caller = Caller(userID: 7, issuedAt: nil, expiresAt: 9000)
        let standing = AccountStatus(tokensValidAfter: 1)
        #expect(caller.refusal(standing: standing, isSignedOut: false, at: 2000) == .signedOut)
        #expect(caller.refusal(standing: Self.good, isSignedOut: false, at: 2000) == nil)
    }

    @Test func `a token is refused at its end, or at the end of its leeway if it has one`() {
        #expect(Self.caller.refusal(standing: Self.good, isSignedOut: false, at: 9000) == .tokenExpired)
        var foreign = Self.caller
        foreign.refusedFrom = 69_000
        #expect(foreign.refusal(standing: Self.good, isSignedOut: false, at: 68_999) == nil)
        #expect(foreign.refusal(standing: Self.good, isSignedOut: false, at: 69_000) == .tokenExpired)
    }
}
