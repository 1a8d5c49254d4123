// SPDX-License-Identifier: Apache-2.0

/// Part of a list of messages.
public struct MessagePage: Hashable, Sendable, Codable {
    /// The messages.
    public var messages: [Message]
    /// Whether there is another page in the direction asked for.
    public var hasMore: Bool

    private enum CodingKeys: String, CodingKey {
        case messages
        case hasMore = "has_more"
    }

    /// Creates a page.
    public init(messages: [Message], hasMore: Bool) {
        self.messages = messages
        self.hasMore = hasMore
    }
}
