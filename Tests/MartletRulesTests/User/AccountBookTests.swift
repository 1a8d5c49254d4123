// SPDX-License-Identifier: Apache-2.0

import MartletRules
import MartletWire
import Testing

@Suite struct AccountBookTests {
    @Test func `who was never added stands nowhere`() {
        var book = AccountBook()
        #expect(book.standing(of: 1) == nil)
        book = AccountBook(count: 3)
        #expect(book.standing(of: 0) == nil && book.standing(of: -1) == nil && book.standing(of: 4) == nil)
        #expect(book.standing(of: 3) == AccountStatus())
        book.added(4)
        #expect(book.standing(of: 4) == AccountStatus())
    }

    @Test func `a late word that somebody is there does not undo what was decided about them`() {
        var book = AccountBook(count: 3)
        book.changed(2, to: AccountStatus(isDisabled: true))
        book.added(2)
        #expect(book.standing(of: 2)?.isDisabled == true)
        book.changed(2, to: AccountStatus())
        #expect(book.standing(of: 2) == AccountStatus())
    }

    @Test func `a session is remembered as signed out until its tokens have ended`() {
        let (one, other) = (SessionID(rawValue: "one"), SessionID(rawValue: "other"))
        var book = AccountBook(count: 1, signedOut: [one: 100])
        #expect(book.isSignedOut(one) && !book.isSignedOut(other))
        book.signedOut(other, until: 200, at: 99)
        #expect(book.isSignedOut(one) && book.isSignedOut(other))
        book.signedOut(other, until: 150, at: 100)
        #expect(!book.isSignedOut(one) && book.isSignedOut(other))
        book.signedOut(one, until: 300, at: 199)
        #expect(book.isSignedOut(other), "an earlier end does not shorten a later one")
    }
}
