// SPDX-License-Identifier: Apache-2.0

/// A number that is asked for when somebody looks, and costs nothing between.
final class ObservedValue: MetricSeries {
    private let read: @Sendable () -> Double?

    init(_ read: @escaping @Sendable () -> Double?) {
        self.read = read
    }

    func write(to exposition: inout Exposition, name: String, labels: MetricLabels) {
        guard let value = self.read() else { return }
        exposition.add(name, labels.suffix(), value)
    }
}
