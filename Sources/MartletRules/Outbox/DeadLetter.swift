// SPDX-License-Identifier: Apache-2.0

package import MartletWire

/// An item that was given up, kept so that somebody can see it, try it again or discard it.
package struct DeadLetter: Hashable, Sendable {
    /// Its place in the order.
    package var id: OutboxItemID
    /// The idempotency key, under which another attempt is the same attempt.
    package var key: String
    /// The thing it is about.
    package var lane: String
    /// The method that it calls.
    package var method: String
    /// The method's parameters: the person's own data, for an export and nothing else.
    package var params: RawJSON
    /// When it was queued.
    package var queuedAt: Timestamp
    /// When it was given up.
    package var diedAt: Timestamp
    /// How many attempts failed.
    package var attempts: Int
    /// Why it was given up.
    package var reason: DeadReason

    package init(
        id: OutboxItemID,
        key: String,
        lane: String,
        method: String,
        params: RawJSON,
        queuedAt: Timestamp,
        diedAt: Timestamp,
        attempts: Int,
        reason: DeadReason
    ) {
        self.id = id
        self.key = key
        self.lane = lane
        self.method = method
        self.params = params
        self.queuedAt = queuedAt
        self.diedAt = diedAt
        self.attempts = attempts
        self.reason = reason
    }
}

extension DeadLetter: Encodable {
    private enum CodingKeys: String, CodingKey {
        case key, lane, method, params, reason, category, code, attempts
        case queuedAt = "queued_at"
        case diedAt = "died_at"
    }

    /// Encodes one line of an export.
    package func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: CodingKeys.self)
        try fields.encode(self.key, forKey: .key)
        try fields.encode(self.lane, forKey: .lane)
        try fields.encode(self.method, forKey: .method)
        try fields.encode(self.reason.name, forKey: .reason)
        try fields.encodeIfPresent(self.reason.fault?.category.rawValue, forKey: .category)
        try fields.encodeIfPresent(self.reason.fault?.code, forKey: .code)
        try fields.encode(self.attempts, forKey: .attempts)
        try fields.encode(self.queuedAt, forKey: .queuedAt)
        try fields.encode(self.diedAt, forKey: .diedAt)
        try fields.encode(self.params, forKey: .params)
    }
}
