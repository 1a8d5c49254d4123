// SPDX-License-Identifier: Apache-2.0

package import MartletWire

/// A day of the calendar, somewhere.
package struct CivilDay: Hashable, Sendable, Comparable, CustomStringConvertible {
    /// Days after 1970-01-01.
    private let number: Int64

    /// The day on which an instant falls.
    /// - Parameters:
    ///   - instant: The instant.
    ///   - offset: By how many seconds the clocks there are ahead of UTC then.
    package init(of instant: Timestamp, offset: Int) {
        let seconds = Self.floored(instant.rawValue, by: 1000) + Int64(offset)
        self.number = Self.floored(seconds, by: 86_400)
    }

    package static func < (left: Self, right: Self) -> Bool {
        left.number < right.number
    }

    /// As `2026-11-21`.
    package var description: String {
        // In years that begin in March, so that the odd day comes last, and eras of 400 years, which are all alike.
        let days = self.number + 719_468
        let era = Self.floored(days, by: 146_097)
        let day = days - era * 146_097
        let year = (day - day / 1460 + day / 36_524 - day / 146_096) / 365
        let rest = day - (365 * year + year / 4 - year / 100)
        let month = (5 * rest + 2) / 153
        let isNextYear = month >= 10
        return Self.padded(year + era * 400 + (isNextYear ? 1 : 0), to: 4) + "-"
            + Self.padded(isNextYear ? month - 9 : month + 3, to: 2) + "-"
            + Self.padded(rest - (153 * month + 2) / 5 + 1, to: 2)
    }

    private static func floored(_ number: Int64, by divisor: Int64) -> Int64 {
        number / divisor - (number % divisor < 0 ? 1 : 0)
    }

    private static func padded(_ number: Int64, to width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}
