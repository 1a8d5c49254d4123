// SPDX-License-Identifier: Apache-2.0

/// How many calls of one method a client's outbox has given up for one reason.
public struct DeadLetterCount: Hashable, Sendable, Codable {
    /// The method that was to be called.
    public var method: String
    /// Why it was given up.
    public var reason: DeadLetterReason
    /// How many.
    public var count: Int

    private enum CodingKeys: String, CodingKey {
        case method, reason, count
    }

    /// Creates a count.
    public init(method: String, reason: DeadLetterReason, count: Int) {
        self.method = method
        self.reason = reason
        self.count = count
    }
}
