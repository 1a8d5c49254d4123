// SPDX-License-Identifier: Apache-2.0

import CoreMetrics
import Synchronization

/// Counts values by size.
///
/// A short lock each time: for what happens once a call or commit, not once a delivery.
final class PrometheusHistogram: RecorderHandler, TimerHandler, MetricSeries {
    private struct Tally {
        var counts: [Int64]
        var sum = 0.0
    }

    private let buckets: HistogramBuckets
    private let tally: Mutex<Tally>

    init(_ buckets: HistogramBuckets) {
        self.buckets = buckets
        self.tally = Mutex(Tally(counts: Array(repeating: 0, count: buckets.labels.count)))
    }

    func record(_ value: Int64) { self.record(Double(value)) }

    func record(_ value: Double) {
        guard !value.isNaN else { return }
        let index = self.buckets.index(of: value)
        self.tally.withLock {
            $0.counts[index] += 1
            $0.sum += value
        }
    }

    func recordNanoseconds(_ duration: Int64) { self.record(Double(duration) / 1e9) }

    func write(to exposition: inout Exposition, name: String, labels: MetricLabels) {
        let (counts, sum) = self.tally.withLock { ($0.counts, $0.sum) }
        var total: Int64 = 0
        for (count, bound) in zip(counts, self.buckets.labels) {
            total += count
            exposition.add("\(name)_bucket", labels.suffix(adding: bound), total)
        }
        exposition.add("\(name)_sum", labels.suffix(), sum)
        exposition.add("\(name)_count", labels.suffix(), total)
    }
}
