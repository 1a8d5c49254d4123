// SPDX-License-Identifier: Apache-2.0

/// One person's place in a channel.
public struct ChannelMember: Hashable, Sendable, Codable {
    /// The person.
    public var userID: UserID
    /// When they came.
    public var joinedAt: Timestamp

    private enum CodingKeys: String, CodingKey {
        case userID = "user_id"
        case joinedAt = "joined_at"
    }

    /// Creates a channel member.
    public init(userID: UserID, joinedAt: Timestamp) {
        self.userID = userID
        self.joinedAt = joinedAt
    }
}
