// SPDX-License-Identifier: Apache-2.0

import CoreMetrics
import Synchronization

/// A number that grows: one atomic addition each time.
final class PrometheusCounter: CounterHandler, MetricSeries {
    private let value = Atomic<Int64>(0)

    func increment(by amount: Int64) {
        self.value.wrappingAdd(amount, ordering: .relaxed)
    }

    func reset() {
        self.value.store(0, ordering: .relaxed)
    }

    func write(to exposition: inout Exposition, name: String, labels: MetricLabels) {
        exposition.add(name, labels.suffix(), self.value.load(ordering: .relaxed))
    }
}
