// SPDX-License-Identifier: Apache-2.0

import MartletRules
import MartletWire
import Testing

struct DayTotalsTests {
    @Test(
        arguments: [
            (0, 0, "1970-01-01"),
            (-1, 0, "1969-12-31"),
            (951_782_400_000, 0, "2000-02-29"),
            (951_868_799_999, 0, "2000-02-29"),
            (951_868_800_000, 0, "2000-03-01"),
            (4_107_542_400_000, 0, "2100-03-01"),
            (1_735_689_599_999, 0, "2024-12-31"),
            (1_735_689_599_999, 1, "2025-01-01"),
            (1_735_689_600_000, -1, "2024-12-31"),
            (253_402_300_799_999, 0, "9999-12-31"),
        ] as [(Int64, Int, String)]
    )
    func `an instant falls on a day`(instant: Int64, offset: Int, day: String) {
        #expect(CivilDay(of: Timestamp(rawValue: instant), offset: offset).description == day)
    }

    private static let day: Int64 = 86_400_000

    private static func instant(_ hours: Int64) -> Timestamp { Timestamp(rawValue: 10 * Self.day + hours * 3_600_000) }

    private static func totals(from: Timestamp, to: Timestamp, ahead hours: Int = 0) -> [DayTotal] {
        var days = DayTotals(from: from, to: to) { _ in hours * 3600 }
        for hour in Int64(-24)..<48 {
            let quarter = QuarterHour(of: Self.instant(hour))
            guard days.quarters.contains(quarter) else { continue }
            days.add(1, of: 7, in: quarter)
        }
        return days.totals
    }

    @Test func `a day of which anything is asked for counts as a whole`() {
        let whole = [DayTotal(userID: 7, day: "1970-01-11", seconds: 24)]
        #expect(Self.totals(from: Self.instant(0), to: Self.instant(24)) == whole)
        #expect(Self.totals(from: Self.instant(23), to: Self.instant(24)) == whole)
        #expect(Self.totals(from: Self.instant(0), to: 864_000_001) == whole)
    }

    @Test func `the instant at which a span ends is not in it`() {
        #expect(Self.totals(from: Self.instant(0), to: Self.instant(25)).map(\.day) == ["1970-01-11", "1970-01-12"])
        #expect(Self.totals(from: Self.instant(0), to: Self.instant(0)) == [])
    }

    @Test func `days begin when the clocks there say so`() {
        #expect(Self.totals(from: Self.instant(0), to: Self.instant(1), ahead: 14).map(\.seconds) == [24])
        #expect(Self.totals(from: Self.instant(11), to: Self.instant(12), ahead: -12).map(\.day) == ["1970-01-10"])
    }

    @Test func `who worked for no time is not told of`() {
        var days = DayTotals(from: 0, to: 1) { _ in 0 }
        days.add(5, of: 7, in: QuarterHour(rawValue: 0))
        days.add(-5, of: 7, in: QuarterHour(rawValue: 0))
        days.add(5, of: 8, in: QuarterHour(rawValue: 1))
        #expect(days.totals == [DayTotal(userID: 8, day: "1970-01-01", seconds: 5)])
    }
}
