// SPDX-License-Identifier: Apache-2.0

import CoreMetrics
import Synchronization

/// A number that goes up and down, without a lock; the last value set wins.
final class PrometheusGauge: MeterHandler, RecorderHandler, MetricSeries {
    private let bits = Atomic<UInt64>(0)

    func set(_ value: Int64) { self.set(Double(value)) }
    func set(_ value: Double) { self.bits.store(value.bitPattern, ordering: .relaxed) }
    func record(_ value: Int64) { self.set(Double(value)) }
    func record(_ value: Double) { self.set(value) }

    func increment(by amount: Double) {
        var old = self.bits.load(ordering: .relaxed)
        while true {
            let new = (Double(bitPattern: old) + amount).bitPattern
            let (isExchanged, found) = self.bits.weakCompareExchange(
                expected: old,
                desired: new,
                ordering: .relaxed
            )
            if isExchanged { return }
            old = found
        }
    }

    func decrement(by amount: Double) { self.increment(by: -amount) }

    func write(to exposition: inout Exposition, name: String, labels: MetricLabels) {
        exposition.add(name, labels.suffix(), Double(bitPattern: self.bits.load(ordering: .relaxed)))
    }
}
