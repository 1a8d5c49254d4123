// SPDX-License-Identifier: Apache-2.0

import Histogram

/// How long things took, to three significant digits.
struct Latencies: Sendable {
    private var histogram = Histogram<UInt64>(
        highestTrackableValue: 600_000_000_000,
        numberOfSignificantValueDigits: .three
    )

    /// How many were noted.
    var count: UInt64 { self.histogram.totalCount }

    /// Notes one, in nanoseconds; more than ten minutes count as ten minutes.
    mutating func record(nanoseconds: UInt64) {
        self.histogram.record(min(nanoseconds, self.histogram.highestTrackableValue))
    }

    /// What so many percent took at most, in milliseconds.
    func milliseconds(at percentile: Double) -> Double {
        self.count == 0 ? 0 : Double(self.histogram.valueAtPercentile(percentile)) / 1e6
    }
}
