// SPDX-License-Identifier: Apache-2.0

/// What one client's outbox has given up, as it said last.
public struct DeadLetterReport: Hashable, Sendable, Codable {
    /// Whose client it is.
    public var userID: UserID
    /// What the client calls itself.
    public var client: LocalID
    /// When it said so.
    public var reportedAt: Timestamp
    /// What it has given up.
    public var letters: [DeadLetterCount]

    private enum CodingKeys: String, CodingKey {
        case userID = "user_id"
        case client
        case reportedAt = "reported_at"
        case letters
    }

    /// Creates a report.
    public init(userID: UserID, client: LocalID, reportedAt: Timestamp, letters: [DeadLetterCount]) {
        self.userID = userID
        self.client = client
        self.reportedAt = reportedAt
        self.letters = letters
    }
}
