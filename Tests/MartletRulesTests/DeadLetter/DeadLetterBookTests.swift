// SPDX-License-Identifier: Apache-2.0

import MartletRules
import MartletWire
import Testing

@Suite struct DeadLetterBookTests {
    private static let letters = [DeadLetterCount(method: "message.send", reason: .refused, count: 2)]

    private static func report(
        _ user: UserID,
        _ client: String,
        at now: Timestamp = 1,
        _ letters: [DeadLetterCount] = Self.letters
    ) -> DeadLetterReport {
        DeadLetterReport(userID: user, client: LocalID(rawValue: client), reportedAt: now, letters: letters)
    }

    @Test func `a client's word replaces its last one and nobody else's`() {
        var book = DeadLetterBook()
        book.reported(Self.report(7, "tab", at: 1))
        book.reported(Self.report(7, "phone", at: 2))
        book.reported(Self.report(8, "tab", at: 3))
        book.reported(Self.report(7, "tab", at: 4))
        #expect(book.reports.map(\.reportedAt) == [4, 3, 2])
    }

    @Test func `a client that has nothing left is forgotten`() {
        var book = DeadLetterBook()
        book.reported(Self.report(7, "tab"))
        book.reported(Self.report(7, "tab", []))
        #expect(book.reports.isEmpty)
    }

    @Test func `one person cannot fill the book, and all together cannot outgrow it`() {
        var book = DeadLetterBook(perPerson: 2, limit: 3)
        book.reported(Self.report(8, "tab"))
        for client in ["a", "b", "c"] { book.reported(Self.report(7, client)) }
        #expect(book.reports.map(\.client.rawValue) == ["c", "b", "tab"])
        book.reported(Self.report(9, "tab"))
        #expect(book.reports.map(\.userID) == [9, 7, 7])
    }
}
