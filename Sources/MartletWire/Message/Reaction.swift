// SPDX-License-Identifier: Apache-2.0

/// Everyone who reacted to a message with one emoji.
public struct Reaction: Hashable, Sendable, Codable {
    /// The emoji, or a short name that clients render as one.
    public var emoji: String
    /// How many people reacted with it.
    public var count: Int
    /// The first 100 of them, in the order of their reacting.
    public var userIDs: [UserID]

    private enum CodingKeys: String, CodingKey {
        case emoji, count
        case userIDs = "user_ids"
    }

    /// Creates a reaction.
    public init(emoji: String, count: Int, userIDs: [UserID]) {
        self.emoji = emoji
        self.count = count
        self.userIDs = userIDs
    }
}
