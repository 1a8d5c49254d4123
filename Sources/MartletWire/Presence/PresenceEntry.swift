// SPDX-License-Identifier: Apache-2.0

/// Whether one person is there, and what they say of themselves.
public struct PresenceEntry: Hashable, Sendable, Codable {
    /// The person.
    public var userID: UserID
    /// Whether any connection of theirs is alive.
    public var status: PresenceStatus
    /// At most 100 Unicode scalars.
    public var statusText: String
    /// When they were last known to be there.
    public var lastSeen: Timestamp?

    private enum CodingKeys: String, CodingKey {
        case userID = "user_id"
        case status
        case statusText = "status_text"
        case lastSeen = "last_seen"
    }

    /// Creates an entry.
    public init(userID: UserID, status: PresenceStatus, statusText: String = "", lastSeen: Timestamp? = nil) {
        self.userID = userID
        self.status = status
        self.statusText = statusText
        self.lastSeen = lastSeen
    }
}
