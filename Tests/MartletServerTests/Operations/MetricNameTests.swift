// SPDX-License-Identifier: Apache-2.0

import CoreMetrics
import Foundation
import MartletWire
import Metrics
import Testing

@testable import MartletServer

@Suite struct MetricNameTests {
    private static let root = URL(filePath: #filePath).appending(path: "../../../..").standardizedFileURL

    @Test(arguments: MetricName.allCases)
    func `a metric's name ends with its unit, and says who counts`(metric: MetricName) {
        let name = metric.rawValue
        #expect(name.hasPrefix("martlet_") || name.hasPrefix("process_"))
        #expect((metric.kind == .counter) == name.hasSuffix("_total"))
        #expect(metric.help.hasSuffix("."))
    }

    @Test func `the table of metrics in the documentation is this list`() throws {
        let rows = MetricName.allCases.map { metric in
            let labels = metric.labels.map { "`\($0.rawValue)`" }.joined(separator: ", ")
            return "| `\(metric.rawValue)` | \(metric.kind.rawValue) | \(labels) | \(metric.help) |"
        }
        let page = try String(contentsOf: Self.root.appending(path: "docs/metrics.md"), encoding: .utf8)
        let documented = page.split(separator: "\n").filter { $0.hasPrefix("| `") }.map(String.init)
        #expect(documented == rows, "docs/metrics.md should hold:\n\(rows.joined(separator: "\n"))")
    }

    @Test func `every metric that the sources name is on the list`() throws {
        let sources = Self.root.appending(path: "Sources")
        let files = try #require(FileManager.default.enumerator(at: sources, includingPropertiesForKeys: nil))
        var named: Set<String> = []
        for case let file as URL in files where file.pathExtension == "swift" {
            let text = try String(contentsOf: file, encoding: .utf8)
            for match in text.matches(of: #/label: "(martlet_[a-z_]+)"/#) { named.insert(String(match.1)) }
        }
        #expect(named.subtracting(MetricName.allCases.map(\.rawValue)) == [])
    }

    @Test func `what the server counts has the labels that its name promises`() {
        let registry = PrometheusRegistry()
        let connections = ConnectionMetrics(factory: registry)
        connections.opened(.socket)
        connections.closed(.fellBehind)
        connections.closed(CloseCode(rawValue: 4999))
        DeliveryMetrics(factory: registry).delivered(3, bytes: 600)
        let replays = ReplayMetrics(factory: registry)
        replays.resumed(17)
        replays.refused(.tooMany)
        PresenceMetrics(factory: registry).savedByGrace()
        let calls = CallMetrics(factory: registry)
        calls.answered("message.send", .ok, after: .milliseconds(2))
        calls.answered("no.such", .refused, after: .milliseconds(2))
        RateLimitMetrics(factory: registry).limited(.typing)
        DecodeMetrics(factory: registry).failed(.link)

        let text = registry.text()
        for line in [
            #"martlet_connections_open{transport="socket"} 1"#,
            #"martlet_connection_closes_total{code="3101"} 1"#,
            #"martlet_connection_closes_total{code="other"} 1"#,
            #"martlet_deliveries_total{kind="logged"} 3"#,
            "martlet_delivered_bytes_total 600",
            #"martlet_replays_total{outcome="resumed"} 1"#,
            #"martlet_replays_total{outcome="too_many"} 1"#,
            #"martlet_replays_total{outcome="live"} 0"#,
            #"martlet_replay_events_bucket{le="20"} 1"#,
            "martlet_presence_grace_saves_total 1",
            #"martlet_calls_total{method="message.send",outcome="ok"} 1"#,
            #"martlet_calls_total{method="unknown",outcome="refused"} 1"#,
            #"martlet_rate_limited_total{kind="typing"} 1"#,
            #"martlet_decode_failures_total{source="link"} 1"#,
            "martlet_metrics_series_dropped_total 0",
        ] {
            #expect(text.contains("\n\(line)\n"), "\(line)")
        }
    }

    @Test func `an error's code says how the call ended`() {
        let codes: [(RPCError.Code, CallOutcome)] = [
            (.invalidParams, .refused), (.conflict, .refused), (.rateLimited, .limited),
            (.unavailable, .unavailable), (.internalError, .failed), (.init(rawValue: 7), .failed),
        ]
        for (code, outcome) in codes { #expect(CallOutcome(code) == outcome) }
    }

    #if os(Linux)
        @Test func `the process knows what it uses`() throws {
            #expect(try #require(ProcessReading.residentMemory()) > 1_000_000)
            #expect(try #require(ProcessReading.processorTime()) > 0)
            #expect(try #require(ProcessReading.openDescriptors()) >= 1)
            #expect(try #require(ProcessReading.descriptorLimit()) > 8)
        }
    #endif
}
