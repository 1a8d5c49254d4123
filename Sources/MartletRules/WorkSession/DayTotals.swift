// SPDX-License-Identifier: Apache-2.0

package import MartletWire

/// Adds quarters of an hour up to whole days, as the clocks of one time zone have them.
package struct DayTotals {
    private struct Key: Hashable, Comparable {
        var user: UserID
        var day: CivilDay

        static func < (left: Self, right: Self) -> Bool {
            (left.user, left.day) < (right.user, right.day)
        }
    }

    /// No day lies further than that from UTC's, with room to spare.
    private static let widest = Duration.seconds(86_400)

    /// The quarters that can belong to one of the days.
    package let quarters: ClosedRange<QuarterHour>
    private let days: ClosedRange<CivilDay>?
    private let offset: (Timestamp) -> Int
    private var seconds: [Key: Int64] = [:]

    /// Prepares to add up every day that has some of a span.
    /// - Parameters:
    ///   - from: The first instant of the span, not before 1970.
    ///   - end: The instant after its last; the same as `from` for no days at all.
    ///   - offset: By how many seconds the clocks there are ahead of UTC at an instant.
    package init(from: Timestamp, to end: Timestamp, offset: @escaping (Timestamp) -> Int) {
        precondition(from <= end, "a span runs forwards")
        let first = max(0, from.advanced(by: .zero - Self.widest))
        self.quarters = QuarterHour(of: first)...QuarterHour(of: end.advanced(by: Self.widest))
        self.offset = offset
        func day(_ instant: Timestamp) -> CivilDay { CivilDay(of: instant, offset: offset(instant)) }
        self.days = from < end ? day(from)...day(end.advanced(by: .milliseconds(-1))) : nil
    }

    /// Adds what somebody worked in sessions that began in one quarter of an hour.
    package mutating func add(_ seconds: Int64, of user: UserID, in quarter: QuarterHour) {
        let day = CivilDay(of: quarter.start, offset: self.offset(quarter.start))
        guard self.days?.contains(day) == true else { return }
        self.seconds[Key(user: user, day: day), default: 0] += seconds
    }

    /// The days on which anybody worked, in the order of people, then days.
    package var totals: [DayTotal] {
        self.seconds.sorted { $0.key < $1.key }.filter { $0.value != 0 }.map { key, seconds in
            DayTotal(userID: key.user, day: key.day.description, seconds: seconds)
        }
    }
}
