// SPDX-License-Identifier: Apache-2.0

import CoreMetrics
import Metrics
import Testing

@testable import MartletServer

@Suite struct PrometheusRegistryTests {
    private let registry = PrometheusRegistry(seriesLimit: 3)

    /// The lines about one metric, its suffixes included.
    private func lines(of metric: String) -> [String] {
        self.registry.text().split(separator: "\n").map(String.init).filter { $0.contains(metric) }
    }

    @Test func `a counter, a gauge and what is observed are written with help and type`() {
        self.registry.counter(.deliveries, [(.kind, "logged")]).increment(by: 41)
        self.registry.counter(.deliveries, [(.kind, "logged")]).increment()
        self.registry.gauge(.peopleOnline).set(2.5)
        self.registry.observe(.logHead) { 9_007_199_254_740_991 }

        #expect(
            self.lines(of: "martlet_deliveries_total") == [
                "# HELP martlet_deliveries_total \(MetricName.deliveries.help)",
                "# TYPE martlet_deliveries_total counter",
                #"martlet_deliveries_total{kind="logged"} 42"#,
            ]
        )
        #expect(self.lines(of: "martlet_people_online").last == "martlet_people_online 2.5")
        #expect(self.lines(of: "martlet_log_head").last == "martlet_log_head 9007199254740991")
    }

    @Test func `a histogram's buckets add up, and its unit is seconds`() {
        let timer = Timer(label: "martlet_commit", dimensions: [], factory: self.registry)
        timer.recordMilliseconds(3)
        timer.recordMilliseconds(700)
        timer.recordSeconds(60)

        let lines = self.lines(of: "martlet_commit_seconds")
        #expect(lines.contains(#"martlet_commit_seconds_bucket{le="0.0025"} 0"#))
        #expect(lines.contains(#"martlet_commit_seconds_bucket{le="0.005"} 1"#))
        #expect(lines.contains(#"martlet_commit_seconds_bucket{le="1"} 2"#))
        #expect(lines.contains(#"martlet_commit_seconds_bucket{le="+Inf"} 3"#))
        #expect(lines.contains("martlet_commit_seconds_sum 60.703"))
        #expect(lines.contains("martlet_commit_seconds_count 3"))
    }

    @Test func `a value on a bound falls into the bucket that the bound names`() {
        let sizes = HistogramBuckets([1, 10])
        #expect([0, 1, 1.5, 10, 11].map { sizes.index(of: $0) } == [0, 0, 1, 1, 2])
    }

    @Test func `names, labels and help are escaped`() {
        Counter(
            label: "9 lives.lost",
            dimensions: [("a-b", "back\\slash \"quote\"\nline")],
            factory: self.registry
        ).increment()
        #expect(
            self.lines(of: "_9_lives_lost").last
                == #"_9_lives_lost{a_b="back\\slash \"quote\"\nline"} 1"#
        )
        #expect(#"two\lines"#.escaped(quotes: false) == #"two\\lines"#)
    }

    @Test func `the order of labels does not make another series, and the text's order is stable`() {
        Counter(label: "c", dimensions: [("x", "1"), ("y", "2")], factory: self.registry).increment()
        Counter(label: "c", dimensions: [("y", "2"), ("x", "1")], factory: self.registry).increment()
        Counter(label: "c", dimensions: [("x", "0")], factory: self.registry).increment()
        Counter(label: "b", dimensions: [], factory: self.registry).increment()

        let lines = self.registry.text().split(separator: "\n").filter { !$0.hasPrefix("#") }
        #expect(
            lines == [
                "b 1", #"c{x="0"} 1"#, #"c{x="1",y="2"} 2"#, "martlet_metrics_series_dropped_total 0",
            ]
        )
        #expect(self.registry.text() == self.registry.text())
    }

    @Test func `a label with too many values costs no memory, and is counted`() {
        for value in 1...5 {
            Counter(label: "calls", dimensions: [("method", "\(value)")], factory: self.registry).increment()
        }
        #expect(self.lines(of: "calls{").count == 3)
        #expect(self.lines(of: "martlet_metrics_series_dropped_total").last?.hasSuffix(" 2") == true)
    }

    @Test func `one name is one kind of metric`() {
        Counter(label: "thing", dimensions: [], factory: self.registry).increment()
        Meter(label: "thing", dimensions: [], factory: self.registry).set(7)
        #expect(self.lines(of: "thing").last == "thing 1")
        #expect(self.lines(of: "martlet_metrics_series_dropped_total").last?.hasSuffix(" 1") == true)
    }

    @Test func `a gauge that many threads move ends where it should`() async {
        let gauge = self.registry.gauge(.connectionsBehind)
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<4 {
                group.addTask {
                    for _ in 0..<2000 { gauge.increment() }
                    for _ in 0..<1999 { gauge.decrement() }
                }
            }
        }
        #expect(self.lines(of: "martlet_connections_behind").last == "martlet_connections_behind 4")
    }

    @Test func `what is destroyed is written no more`() {
        let counter = Counter(label: "gone", dimensions: [], factory: self.registry)
        counter.increment()
        counter.destroy()
        #expect(self.lines(of: "gone").isEmpty)
    }

    @Test(
        arguments: [
            (0.0, "0"), (-3, "-3"), (0.25, "0.25"), (.infinity, "+Inf"), (-.infinity, "-Inf"), (.nan, "NaN"),
            (1e300, "1e+300"),
        ]
    )
    func `a number is written as Prometheus reads it`(value: Double, text: String) {
        #expect(Exposition.text(of: value) == text)
    }
}
