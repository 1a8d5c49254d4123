// SPDX-License-Identifier: Apache-2.0

/// Reads the caller's read cursor in one channel.
public struct ReadGet: Method {
    /// The cursor and what comes after it.
    public typealias Result = UnreadCount

    /// `read.get`.
    public static let name = MethodName("read.get")
    /// For the OpenRPC document.
    public static let documentation = MethodDocumentation(
        "Reads the caller's read cursor in one channel.",
        callers: "members of the channel",
        parameters: ["channel_id": "the channel"],
        errors: [.notFound]
    )

    /// The channel.
    public var channelID: ChannelID

    private enum CodingKeys: String, CodingKey {
        case channelID = "channel_id"
    }

    /// Creates the call.
    public init(channelID: ChannelID) {
        self.channelID = channelID
    }

    /// Checks numbers, sizes and counts.
    public func validate(within limits: Limits) throws(RPCError) {
        try limits.check(id: self.channelID, field: "channel_id")
    }
}
