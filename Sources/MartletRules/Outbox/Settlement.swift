// SPDX-License-Identifier: Apache-2.0

package import MartletWire

/// What storage writes about an item after an attempt; those of one attempt are written together or not at all.
package struct Settlement: Hashable, Sendable {
    /// What became of it.
    package enum Fate: Hashable, Sendable {
        /// The server has it; what it answered is kept for what follows in the lane.
        case synced(RawJSON?)
        /// It is a dead letter.
        case dead(DeadReason)
        /// It waits for another attempt.
        case pending(DeliveryHistory)
    }

    /// The item.
    package var id: OutboxItemID
    /// Its idempotency key, by which those who wait for it know it.
    package var key: String
    /// What became of it.
    package var fate: Fate

    package init(id: OutboxItemID, key: String, fate: Fate) {
        self.id = id
        self.key = key
        self.fate = fate
    }
}
