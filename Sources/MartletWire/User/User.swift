// SPDX-License-Identifier: Apache-2.0

/// A person.
public struct User: Hashable, Sendable, Codable {
    /// The person's number.
    public var id: UserID
    /// The unique short name by which others mention them.
    public var name: String
    /// The name to show.
    public var displayName: String
    /// Whether any connection of theirs is alive.
    public var status: PresenceStatus
    /// What they say of themselves, at most 100 Unicode scalars; empty by default.
    public var statusText: String
    /// When they were last known to be there.
    public var lastSeen: Timestamp?
    /// When they were first known.
    public var createdAt: Timestamp

    private enum CodingKeys: String, CodingKey {
        case id, name
        case displayName = "display_name"
        case status
        case statusText = "status_text"
        case lastSeen = "last_seen"
        case createdAt = "created_at"
    }

    /// Creates a user.
    public init(
        id: UserID,
        name: String,
        displayName: String,
        status: PresenceStatus,
        statusText: String = "",
        lastSeen: Timestamp? = nil,
        createdAt: Timestamp
    ) {
        self.id = id
        self.name = name
        self.displayName = displayName
        self.status = status
        self.statusText = statusText
        self.lastSeen = lastSeen
        self.createdAt = createdAt
    }
}
