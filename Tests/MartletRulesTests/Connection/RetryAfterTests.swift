// SPDX-License-Identifier: Apache-2.0

import MartletRules
import MartletWire
import Testing

@Suite struct RetryAfterTests {
    /// Sun, 06 Nov 1994 08:49:37 GMT.
    private static let moment: Timestamp = 784_111_777_000

    @Test(arguments: [
        "Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994",
    ])
    func `D17: the three spellings of a date name one instant`(text: String) {
        #expect(HTTPDate(text, near: Self.moment)?.timestamp == Self.moment)
    }

    @Test(arguments: [
        ("Thu, 01 Jan 1970 00:00:00 GMT", 0), ("Tue, 29 Feb 2000 23:59:59 GMT", 951_868_799_000),
        ("Fri, 01 Mar 2024 00:00:00 GMT", 1_709_251_200_000), ("Thu, 31 Dec 2026 23:59:60 GMT", 1_798_761_600_000),
    ])
    func `D17: dates count leap years`(text: String, milliseconds: Int64) {
        #expect(HTTPDate(text, near: Self.moment)?.timestamp == Timestamp(rawValue: milliseconds))
    }

    @Test(arguments: [
        "", "soon", "Sun, 06 Nov 1994 08:49:37", "Sun, 06 Nov 1994 24:00:00 GMT", "Sun, 00 Nov 1994 08:49:37 GMT",
        "Sun, 06 Foo 1994 08:49:37 GMT", "Sun, 06 Nov 94x 08:49:37 GMT", "Sun, 06 Nov 1994 8:9:7 GMT", "a b c d e f",
        "-1", "1.5", "+3", "12 ",
    ])
    func `D17: what is neither seconds nor a date asks for nothing`(text: String) {
        #expect(RetryHint(retryAfter: text, at: Self.moment) == nil)
    }

    @Test func `D17: Retry-After is read as seconds and as a date`() {
        #expect(RetryHint(retryAfter: "7", at: Self.moment)?.delay == .seconds(7))
        #expect(RetryHint(retryAfter: "0", at: Self.moment)?.delay == .zero)
        let earlier = Timestamp(rawValue: Self.moment.rawValue - 90_000)
        #expect(RetryHint(retryAfter: "Sun, 06 Nov 1994 08:49:37 GMT", at: earlier)?.delay == .seconds(90))
        #expect(RetryHint(retryAfter: "Sun, 06 Nov 1994 08:49:37 GMT", at: Self.moment) == nil)
    }

    @Test func `D17: no Retry-After is believed for longer than the cap`() throws {
        let hint = try #require(RetryHint(retryAfter: "99999999999999999999", at: Self.moment))
        #expect(BackoffSchedule.outbox.delay(.seconds(1), raisedBy: hint.delay) == .seconds(300))
    }

    @Test func `D17: Retry-After never shortens a delay`() {
        #expect(BackoffSchedule.outbox.delay(.seconds(4), raisedBy: .seconds(1)) == .seconds(4))
        #expect(BackoffSchedule.outbox.delay(.seconds(4), raisedBy: nil) == .seconds(4))
    }
}
