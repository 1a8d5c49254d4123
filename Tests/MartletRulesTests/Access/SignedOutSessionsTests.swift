// SPDX-License-Identifier: Apache-2.0

import MartletRules
import MartletWire
import Testing

@Suite struct SignedOutSessionsTests {
    static let session = SessionID(rawValue: "s")

    @Test func `a session stays signed out for as long as its last token would have been accepted`() {
        var sessions = SignedOutSessions()
        sessions.signedOut(Self.session, until: 5000)
        sessions.signedOut(Self.session, until: 4000)
        sessions.prune(at: 4999)
        #expect(sessions.contains(Self.session))
        sessions.prune(at: 5000)
        #expect(!sessions.contains(Self.session))
        #expect(sessions.count == 0)
    }

    @Test func `what was saved is taken up, and other sessions are not touched`() {
        let sessions = SignedOutSessions(restoring: [Self.session: 5000])
        #expect(sessions.contains(Self.session))
        #expect(!sessions.contains(SessionID(rawValue: "other")))
    }
}
