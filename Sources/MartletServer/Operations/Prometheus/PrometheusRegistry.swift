// SPDX-License-Identifier: Apache-2.0

package import CoreMetrics
import Synchronization

/// Every metric of the process, readable as Prometheus' text.
///
/// The backend of swift-metrics, so that libraries' own metrics are here too. Making a metric takes a lock; using one
/// does not, histograms apart. A label that takes on too many values cannot exhaust the memory: past ``seriesLimit``
/// sets of labels, a metric's further sets are dropped, and counted.
package final class PrometheusRegistry: Sendable {
    /// How many sets of labels one metric may have.
    package let seriesLimit: Int
    private let families = Mutex<[String: MetricFamily]>([:])
    private let dropped = PrometheusCounter()

    package init(seriesLimit: Int = 1000) {
        self.seriesLimit = seriesLimit
        let name = MetricName.seriesDropped
        let family = MetricFamily(kind: name.kind, help: name.help, series: [MetricLabels([]): self.dropped])
        self.families.withLock { $0[name.rawValue] = family }
    }

    /// The content type of ``text()``.
    package static var contentType: String { Exposition.contentType }

    /// Everything as of now, in a stable order.
    package func text() -> String {
        let families = self.families.withLock { $0 }
        var exposition = Exposition()
        for (name, family) in families.sorted(by: { $0.key < $1.key }) {
            family.write(to: &exposition, name: name)
        }
        return exposition.text
    }

    /// Shows a value that is read whenever somebody looks; nil leaves it out.
    ///
    /// `read` runs on the thread that serves the scrape and must not wait. Observed twice, the later reading counts.
    package func observe(
        _ metric: MetricName,
        _ labels: [(MetricLabel, String)] = [],
        read: @escaping @Sendable () -> Double?
    ) {
        let labels = MetricLabels(labels.map { ($0.rawValue, $1) })
        self.families.withLock {
            $0[metric.rawValue, default: MetricFamily(kind: metric.kind, help: metric.help)].series[labels] =
                ObservedValue(read)
        }
    }

    /// The series of that metric and those labels, made when it is new; nil when the metric has too many, or another
    /// kind.
    private func series<Series: MetricSeries>(
        _ name: String,
        _ kind: MetricKind,
        _ dimensions: [(String, String)],
        make: () -> Series
    ) -> Series? {
        let labels = MetricLabels(dimensions)
        let series: Series? = self.families.withLock { families in
            var family = families[name] ?? MetricFamily(kind: kind, help: MetricName(rawValue: name)?.help ?? name)
            if let known = family.series[labels] { return known as? Series }
            guard family.kind == kind, family.series.count < self.seriesLimit else { return nil }
            let series = make()
            family.series[labels] = series
            families[name] = family
            return series
        }
        if series == nil { self.dropped.increment(by: 1) }
        return series
    }

    private func remove(_ handler: AnyObject) {
        self.families.withLock { families in
            for (name, family) in families {
                for (labels, series) in family.series where series === handler {
                    families[name]?.series[labels] = nil
                }
            }
        }
    }
}

extension PrometheusRegistry: MetricsFactory {
    package func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
        self.series(label.asMetricName, .counter, dimensions) { PrometheusCounter() } ?? NOOPMetricsHandler.instance
    }

    package func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler {
        self.series(label.asMetricName, .gauge, dimensions) { PrometheusGauge() } ?? NOOPMetricsHandler.instance
    }

    package func makeRecorder(
        label: String,
        dimensions: [(String, String)],
        aggregate: Bool
    ) -> any RecorderHandler {
        let name = label.asMetricName
        guard aggregate else {
            return self.series(name, .gauge, dimensions) { PrometheusGauge() } ?? NOOPMetricsHandler.instance
        }
        return self.histogram(name, dimensions) ?? NOOPMetricsHandler.instance
    }

    package func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
        let name = label.asMetricName
        return self.histogram(name.hasSuffix("_seconds") ? name : name + "_seconds", dimensions)
            ?? NOOPMetricsHandler.instance
    }

    private func histogram(_ name: String, _ dimensions: [(String, String)]) -> PrometheusHistogram? {
        self.series(name, .histogram, dimensions) { PrometheusHistogram(HistogramBuckets(forMetric: name)) }
    }

    package func destroyCounter(_ handler: any CounterHandler) { self.remove(handler) }
    package func destroyMeter(_ handler: any MeterHandler) { self.remove(handler) }
    package func destroyRecorder(_ handler: any RecorderHandler) { self.remove(handler) }
    package func destroyTimer(_ handler: any TimerHandler) { self.remove(handler) }
}
