// SPDX-License-Identifier: Apache-2.0

package import MartletRules

/// How an outbox stands.
package struct OutboxStatus: Hashable, Sendable {
    /// How many items wait or travel, as far as this process has seen.
    package var depth: Int
    /// How many of them travel.
    package var inFlight: Int
    /// Why nothing is sent, if something is in the way.
    package var obstacle: DeliverySkip?
    /// What storage holds, and what it had to refuse or give up.
    package var totals: OutboxTotals

    package init(depth: Int, inFlight: Int, obstacle: DeliverySkip?, totals: OutboxTotals) {
        self.depth = depth
        self.inFlight = inFlight
        self.obstacle = obstacle
        self.totals = totals
    }
}
