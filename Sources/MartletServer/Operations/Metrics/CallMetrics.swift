// SPDX-License-Identifier: Apache-2.0

package import CoreMetrics
package import MartletWire
import Metrics

/// How calls go, for an operator.
///
/// Every series exists from the start, so that a call only looks it up.
package struct CallMetrics: Sendable {
    private let calls: [String: [CallOutcome: Counter]]
    private let unknown: [CallOutcome: Counter]
    private let seconds: Recorder

    package init(of registry: MethodRegistry = .standard, factory: any MetricsFactory = MetricsSystem.factory) {
        func counters(for method: String) -> [CallOutcome: Counter] {
            Dictionary(
                uniqueKeysWithValues: CallOutcome.allCases.map {
                    ($0, factory.counter(.calls, [(.method, method), (.outcome, $0.rawValue)]))
                }
            )
        }
        self.calls = Dictionary(
            uniqueKeysWithValues: registry.methods.map { ($0.name.rawValue, counters(for: $0.name.rawValue)) }
        )
        self.unknown = counters(for: "unknown")
        self.seconds = factory.histogram(.callSeconds)
    }

    /// A call was answered; of an unknown method, or of bytes that name none, too.
    package func answered(_ method: String?, _ outcome: CallOutcome, after duration: Duration) {
        (method.flatMap { self.calls[$0] } ?? self.unknown)[outcome]?.increment()
        self.seconds.record(duration / .seconds(1))
    }
}
