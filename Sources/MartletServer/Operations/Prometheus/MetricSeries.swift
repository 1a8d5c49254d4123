// SPDX-License-Identifier: Apache-2.0

/// One metric under one set of labels.
protocol MetricSeries: AnyObject, Sendable {
    /// Writes its lines as of now.
    func write(to exposition: inout Exposition, name: String, labels: MetricLabels)
}
