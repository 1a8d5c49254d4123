// SPDX-License-Identifier: Apache-2.0

import MartletRules
public import MartletWire

/// A durable call that the server does not have yet, as far as is known, without what it says.
public struct WaitingCall: Hashable, Sendable, Encodable {
    /// Its place in the order.
    public let id: Int64
    /// Its idempotency key.
    public let key: String
    /// What it is about.
    public let lane: String
    /// The method that it calls.
    public let method: String
    /// How many attempts failed.
    public let attempts: Int
    /// When it was queued.
    public let queuedAt: Timestamp
    /// When it is tried again; nil if it was not put off.
    public let notBefore: Timestamp?
    /// Why the last attempt failed: a category and a number; nil if none did.
    public let lastFailure: String?

    private enum CodingKeys: String, CodingKey {
        case id, key, lane, method, attempts
        case queuedAt = "queued_at"
        case notBefore = "not_before"
        case lastFailure = "last_failure"
    }

    init(_ entry: OutboxEntry) {
        self.id = entry.id.rawValue
        self.key = entry.key
        self.lane = entry.lane
        self.method = entry.method
        self.attempts = entry.history.attempts
        self.queuedAt = entry.queuedAt
        self.notBefore = entry.history.notBefore
        self.lastFailure = entry.history.lastFault?.description
    }
}
