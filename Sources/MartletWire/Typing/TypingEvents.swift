// SPDX-License-Identifier: Apache-2.0

/// Somebody is typing; a client lets it expire after 5 s.
///
/// Ephemeral.
public struct Typing: Event {
    /// `typing`.
    public static let name = EventName.typing

    /// The channel.
    public var channelID: ChannelID
    /// Who types.
    public var userID: UserID
    /// Whether typing starts or stops.
    public var state: TypingState

    private enum CodingKeys: String, CodingKey {
        case channelID = "channel_id"
        case userID = "user_id"
        case state
    }

    /// Creates the event.
    public init(channelID: ChannelID, userID: UserID, state: TypingState) {
        self.channelID = channelID
        self.userID = userID
        self.state = state
    }
}

extension EventName {
    /// The name of ``Typing``.
    public static let typing = EventName("typing")
}
