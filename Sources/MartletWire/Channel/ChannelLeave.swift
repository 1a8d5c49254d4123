// SPDX-License-Identifier: Apache-2.0

/// Leaves a channel.
public struct ChannelLeave: MutatingMethod {
    /// Nothing more than that it was done.
    public typealias Result = Empty

    /// `channel.leave`.
    public static let name = MethodName("channel.leave")
    /// For the OpenRPC document.
    public static let documentation = MethodDocumentation(
        "Leaves a channel.",
        callers: "members of the channel; not a DM",
        parameters: [
            "channel_id": "the channel",
            "idempotency_key": "a name for this one effect, 1 to 64 bytes; the same key never has a second effect",
        ],
        errors: [.notFound]
    )

    /// The channel.
    public var channelID: ChannelID
    /// A name for this one effect, 1 to 64 bytes; the same key never has a second effect.
    public var idempotencyKey: String?

    private enum CodingKeys: String, CodingKey {
        case channelID = "channel_id"
        case idempotencyKey = "idempotency_key"
    }

    /// Creates the call.
    public init(channelID: ChannelID, idempotencyKey: String? = nil) {
        self.channelID = channelID
        self.idempotencyKey = idempotencyKey
    }

    /// Checks numbers, sizes and counts.
    public func validate(within limits: Limits) throws(RPCError) {
        try limits.check(id: self.channelID, field: "channel_id")
        try limits.check(idempotencyKey: self.idempotencyKey)
    }
}
