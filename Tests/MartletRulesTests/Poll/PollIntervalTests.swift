// SPDX-License-Identifier: Apache-2.0

import MartletRules
import MartletTesting
import MartletWire
import Testing

@Suite struct PollIntervalTests {
    private static let hour: Int64 = 3_600_000
    private static let now: Int64 = 1_700_000_000_000

    @Test(
        arguments: [
            (0, 3600), (Self.hour * 4 / 10, 2160), (Self.hour, 0), (2 * Self.hour, 0), (-1, 3600),
            (-9 * Self.hour, 3600),
        ] as [(Int64, Int)]
    )
    func `what is left is the interval less the age, between nothing and all of it (section 7, poll delay)`(
        age: Int64,
        seconds: Int
    ) {
        let freshness = Timestamp(rawValue: Self.now - age)
        #expect(PollInterval().remaining(since: freshness, at: Timestamp(rawValue: Self.now)) == .seconds(seconds))
    }

    @Test func `who never was up to date looks at once (R2-20)`() {
        #expect(PollInterval().remaining(since: nil, at: 0) == .zero)
    }

    @Test func `nobody looks more often than every 300 s (2.6)`() {
        #expect(PollInterval(.seconds(1)).duration == .seconds(300))
        #expect(PollInterval(.seconds(-1)).duration == .seconds(300))
        #expect(PollInterval(.seconds(301)).duration == .seconds(301))
    }

    @Test func `no stored instant overflows`() {
        let interval = PollInterval()
        #expect(interval.remaining(since: Timestamp(rawValue: .min), at: Timestamp(rawValue: .max)) == .zero)
        #expect(interval.remaining(since: Timestamp(rawValue: .max), at: 0) == interval.duration)
    }
}
