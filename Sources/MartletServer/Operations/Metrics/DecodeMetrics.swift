// SPDX-License-Identifier: Apache-2.0

package import CoreMetrics
import Metrics

/// What could not be read, for an operator: counted in place of being logged (R3-31).
package struct DecodeMetrics: Sendable {
    /// Where bytes come from.
    package enum Source: String, Hashable, Sendable, CaseIterable {
        /// A frame of a WebSocket.
        case socket
        /// A call that is not JSON or not JSON-RPC, on any route.
        case rpc
        /// A request that is not HTTP.
        case http
        /// An envelope between core and edge.
        case link
    }

    private let counters: [Source: Counter]

    package init(factory: any MetricsFactory = MetricsSystem.factory) {
        self.counters = factory.counters(.decodeFailures, by: .source, Source.self)
    }

    /// One more piece of input was no use.
    package func failed(_ source: Source) { self.counters[source]?.increment() }
}
