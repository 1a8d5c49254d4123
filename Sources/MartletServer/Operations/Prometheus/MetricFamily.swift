// SPDX-License-Identifier: Apache-2.0

/// All series of one metric.
struct MetricFamily {
    let kind: MetricKind
    let help: String
    var series: [MetricLabels: any MetricSeries] = [:]

    func write(to exposition: inout Exposition, name: String) {
        guard !self.series.isEmpty else { return }
        exposition.begin(name, self.kind, help: self.help)
        for (labels, series) in self.series.sorted(by: { $0.key < $1.key }) {
            series.write(to: &exposition, name: name, labels: labels)
        }
    }
}
