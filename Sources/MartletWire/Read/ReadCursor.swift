// SPDX-License-Identifier: Apache-2.0

/// How far one person has read in one channel.
public struct ReadCursor: Hashable, Sendable, Codable {
    /// The channel.
    public var channelID: ChannelID
    /// The newest message they have read; 0 before the first.
    public var lastReadMessage: MessageID

    private enum CodingKeys: String, CodingKey {
        case channelID = "channel_id"
        case lastReadMessage = "last_read_msg"
    }

    /// Creates a read cursor.
    public init(channelID: ChannelID, lastReadMessage: MessageID) {
        self.channelID = channelID
        self.lastReadMessage = lastReadMessage
    }
}
