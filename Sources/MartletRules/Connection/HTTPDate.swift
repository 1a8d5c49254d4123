// SPDX-License-Identifier: Apache-2.0

package import MartletWire

/// An instant as HTTP headers write it, to the second.
///
/// Reads the form that is sent today and the two that a recipient must still accept:
/// `Sun, 06 Nov 1994 08:49:37 GMT`, `Sunday, 06-Nov-94 08:49:37 GMT` and `Sun Nov  6 08:49:37 1994`.
package struct HTTPDate: Hashable, Sendable {
    /// The instant.
    package var timestamp: Timestamp

    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    /// Reads a header's value; nil if it is no date.
    ///
    /// - Parameters:
    ///   - text: The value. The name of the day is not compared with the date.
    ///   - now: Settles the century of a year of two digits: the one that is not more than 50 years ahead.
    package init?(_ text: String, near now: Timestamp) {
        let words = text.split(whereSeparator: { $0 == " " || $0 == "-" })
        let fields: (day: Substring, month: Substring, year: Substring, time: Substring)
        switch words.count {
        case 6 where words[0].hasSuffix(",") && words[5] == "GMT":
            fields = (words[1], words[2], words[3], words[4])
        case 5 where !words[0].hasSuffix(","):
            fields = (words[2], words[1], words[4], words[3])
        default:
            return nil
        }
        guard
            let day = Self.number(fields.day, digits: 1...2), (1...31).contains(day),
            let month = Self.months.firstIndex(where: { $0 == fields.month }),
            let year = Self.year(fields.year, near: now),
            let second = Self.secondOfDay(fields.time)
        else { return nil }
        let days = Self.daysSince1970(year: year, month: month + 1, day: day)
        self.timestamp = Timestamp(rawValue: (Int64(days) * 86_400 + Int64(second)) * 1000)
    }

    private static func number(_ text: Substring, digits: ClosedRange<Int>) -> Int? {
        guard digits.contains(text.utf8.count), text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        return Int(text)
    }

    private static func year(_ text: Substring, near now: Timestamp) -> Int? {
        if let year = Self.number(text, digits: 4...4) { return year }
        guard let short = Self.number(text, digits: 2...2) else { return nil }
        let current = 1970 + Int(now.rawValue / 31_556_952_000)
        let year = current / 100 * 100 + short
        return year > current + 50 ? year - 100 : year
    }

    private static func secondOfDay(_ text: Substring) -> Int? {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false).map { Self.number($0, digits: 2...2) }
        guard parts.count == 3, let hour = parts[0], let minute = parts[1], let second = parts[2] else { return nil }
        // A leap second is written 60.
        guard hour < 24, minute < 60, second <= 60 else { return nil }
        return hour * 3600 + minute * 60 + second
    }

    /// The days from 1970-01-01, in the calendar that HTTP uses.
    private static func daysSince1970(year: Int, month: Int, day: Int) -> Int {
        // The year begins in March here, so that a leap day is its last.
        let year = month <= 2 ? year - 1 : year
        let month = (month + 9) % 12
        let dayOfYear = (153 * month + 2) / 5 + day - 1
        return 365 * year + year / 4 - year / 100 + year / 400 + dayOfYear - 719_468
    }
}
