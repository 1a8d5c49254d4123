// SPDX-License-Identifier: Apache-2.0

package import CoreMetrics
import Metrics

/// What was held back for coming too fast, for an operator.
package struct RateLimitMetrics: Sendable {
    /// What comes too fast.
    package enum Kind: String, Hashable, Sendable, CaseIterable {
        /// An RPC call; it is refused.
        case call
        /// A typing signal; it is answered and not relayed.
        case typing
        /// A socket that wants to attach; it is asked to come later.
        case attach
        /// A connection that has yet to say what it wants.
        case handshake
    }

    private let counters: [Kind: Counter]

    package init(factory: any MetricsFactory = MetricsSystem.factory) {
        self.counters = factory.counters(.rateLimited, by: .kind, Kind.self)
    }

    /// One more was held back.
    package func limited(_ kind: Kind) { self.counters[kind]?.increment() }
}
