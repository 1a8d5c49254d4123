// SPDX-License-Identifier: Apache-2.0

package import MartletWire

/// A quarter of an hour of UTC: what working time is kept by, since the days of every time zone begin with one.
package struct QuarterHour: RawRepresentable, Hashable, Sendable, Comparable {
    /// How many quarters of an hour after 1970 it begins.
    package let rawValue: Int64

    private static let length: Int64 = 900_000

    package init(rawValue: Int64) {
        self.rawValue = rawValue
    }

    /// The one in which an instant, not before 1970, lies.
    package init(of instant: Timestamp) {
        self.init(rawValue: instant.rawValue / Self.length)
    }

    /// When it begins.
    package var start: Timestamp { Timestamp(rawValue: self.rawValue * Self.length) }

    package static func < (left: Self, right: Self) -> Bool {
        left.rawValue < right.rawValue
    }
}
