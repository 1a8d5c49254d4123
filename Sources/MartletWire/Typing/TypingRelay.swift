// SPDX-License-Identifier: Apache-2.0

/// Tells the others in a channel that the caller is typing.
///
/// Nothing is stored: 5 at once, then one in 2 s in each channel, and 20 in 10 s in all, are relayed.
public struct TypingRelay: Method {
    /// Nothing: what passes the rate is answered in the same way and not relayed.
    public typealias Result = Empty

    /// `typing.relay`.
    public static let name = MethodName("typing.relay")
    /// For the OpenRPC document.
    public static let documentation = MethodDocumentation(
        "Tells the others in a channel that the caller is typing.",
        callers: "members of the channel",
        parameters: [
            "channel_id": "the channel",
            "state": "whether typing starts or stops",
        ],
        errors: [.notFound]
    )

    /// The channel.
    public var channelID: ChannelID
    /// Whether typing starts or stops.
    public var state: TypingState

    private enum CodingKeys: String, CodingKey {
        case channelID = "channel_id"
        case state
    }

    /// Creates the call.
    public init(channelID: ChannelID, state: TypingState) {
        self.channelID = channelID
        self.state = state
    }

    /// Checks numbers, sizes and counts.
    public func validate(within limits: Limits) throws(RPCError) {
        try limits.check(id: self.channelID, field: "channel_id")
    }
}
