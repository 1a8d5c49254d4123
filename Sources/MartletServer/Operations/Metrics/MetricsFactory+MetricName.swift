// SPDX-License-Identifier: Apache-2.0

package import CoreMetrics
import Metrics

extension MetricsFactory {
    /// The counter of that name.
    package func counter(_ metric: MetricName, _ labels: [(MetricLabel, String)] = []) -> Counter {
        Counter(label: metric.rawValue, dimensions: labels.map { ($0.rawValue, $1) }, factory: self)
    }

    /// The gauge of that name.
    package func gauge(_ metric: MetricName, _ labels: [(MetricLabel, String)] = []) -> Meter {
        Meter(label: metric.rawValue, dimensions: labels.map { ($0.rawValue, $1) }, factory: self)
    }

    /// The histogram of that name.
    package func histogram(_ metric: MetricName) -> Recorder {
        Recorder(label: metric.rawValue, aggregate: true, factory: self)
    }

    /// One counter for each value that a label can have.
    package func counters<Value: RawRepresentable<String> & CaseIterable & Hashable>(
        _ metric: MetricName,
        by label: MetricLabel,
        _ values: Value.Type
    ) -> [Value: Counter] {
        Dictionary(
            uniqueKeysWithValues: Value.allCases.map { ($0, self.counter(metric, [(label, $0.rawValue)])) }
        )
    }
}
