// SPDX-License-Identifier: Apache-2.0

/// What a client needs to enter a huddle's media room.
public struct HuddleToken: Hashable, Sendable, Codable {
    /// Names the room.
    public var roomID: RoomID
    /// Where the media server is; absent when this server keeps the room itself.
    public var url: String?
    /// What to show there; absent when this server keeps the room itself.
    public var token: String?
    /// When the token ends.
    public var expiresAt: Timestamp

    private enum CodingKeys: String, CodingKey {
        case roomID = "room_id"
        case url, token
        case expiresAt = "expires_at"
    }

    /// Creates a huddle token.
    public init(roomID: RoomID, url: String? = nil, token: String? = nil, expiresAt: Timestamp) {
        self.roomID = roomID
        self.url = url
        self.token = token
        self.expiresAt = expiresAt
    }
}
