// SPDX-License-Identifier: Apache-2.0

import MartletRules
public import MartletWire

/// A durable call that was given up, without what it says.
public struct AbandonedCall: Hashable, Sendable, Encodable {
    /// Names it on this storage.
    public let id: Int64
    /// Its idempotency key: another attempt under it is the same attempt.
    public let key: String
    /// What it is about.
    public let lane: String
    /// The method that it calls.
    public let method: String
    /// Why it was given up: a word, with the category and the number of the server's answer; nobody's own text.
    public let reason: String
    /// The JSON-RPC code or HTTP status of the last answer; nil if there was none.
    public let code: Int?
    /// Whether it may be tried again; not one that may have had its effect.
    public let mayBeRetried: Bool
    /// How many attempts failed.
    public let attempts: Int
    /// When it was queued.
    public let queuedAt: Timestamp
    /// When it was given up.
    public let abandonedAt: Timestamp

    private enum CodingKeys: String, CodingKey {
        case id, key, lane, method, reason, code
        case mayBeRetried = "may_be_retried"
        case attempts
        case queuedAt = "queued_at"
        case abandonedAt = "died_at"
    }

    init(_ letter: DeadLetter) {
        self.id = letter.id.rawValue
        self.key = letter.key
        self.lane = letter.lane
        self.method = letter.method
        self.reason = letter.reason.description
        self.code = letter.reason.fault?.code
        self.mayBeRetried = letter.reason.mayBeRetried
        self.attempts = letter.attempts
        self.queuedAt = letter.queuedAt
        self.abandonedAt = letter.diedAt
    }
}
