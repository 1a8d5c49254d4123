// SPDX-License-Identifier: Apache-2.0

/// Reads one channel.
public struct ChannelGet: Method {
    /// The channel.
    public typealias Result = Channel

    /// `channel.get`.
    public static let name = MethodName("channel.get")
    /// For the OpenRPC document.
    public static let documentation = MethodDocumentation(
        "Reads one channel.",
        callers: "members of the channel; of a public one, members of its workspace",
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
