// SPDX-License-Identifier: Apache-2.0

package import MartletWire

/// What the rules know of a stored item: all but its parameters, which stay on disk until they are sent.
package struct OutboxEntry: Hashable, Sendable {
    /// Its place in the order.
    package var id: OutboxItemID
    /// The idempotency key.
    package var key: String
    /// The thing it is about.
    package var lane: String
    /// The method that it calls.
    package var method: String
    /// What it does to the lane's thing.
    package var role: OutboxRole
    /// How soon it is sent.
    package var urgency: OutboxUrgency
    /// How many bytes its parameters have.
    package var bytes: Int
    /// When it was queued.
    package var queuedAt: Timestamp
    /// What was tried so far.
    package var history: DeliveryHistory

    package init(
        id: OutboxItemID,
        _ draft: OutboxDraft,
        queuedAt: Timestamp,
        history: DeliveryHistory = DeliveryHistory()
    ) {
        self.init(
            id: id,
            key: draft.key,
            lane: draft.lane,
            method: draft.method,
            role: draft.role,
            urgency: draft.urgency,
            bytes: draft.params.bytes.count,
            queuedAt: queuedAt,
            history: history
        )
    }

    package init(
        id: OutboxItemID,
        key: String,
        lane: String,
        method: String,
        role: OutboxRole,
        urgency: OutboxUrgency,
        bytes: Int,
        queuedAt: Timestamp,
        history: DeliveryHistory
    ) {
        self.id = id
        self.key = key
        self.lane = lane
        self.method = method
        self.role = role
        self.urgency = urgency
        self.bytes = bytes
        self.queuedAt = queuedAt
        self.history = history
    }
}
