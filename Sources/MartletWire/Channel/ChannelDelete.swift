// SPDX-License-Identifier: Apache-2.0

/// Archives a channel: it stays readable, but nothing more can be said in it.
public struct ChannelDelete: MutatingMethod {
    /// The channel as archived.
    public typealias Result = Channel

    /// `channel.delete`.
    public static let name = MethodName("channel.delete")
    /// For the OpenRPC document.
    public static let documentation = MethodDocumentation(
        "Archives a channel: it stays readable, but nothing more can be said in it.",
        callers: "the channel's creator; owners and admins of its workspace; not a DM",
        parameters: [
            "channel_id": "the channel",
            "idempotency_key": "a name for this one effect, 1 to 64 bytes; the same key never has a second effect",
        ],
        errors: [.notFound, .forbidden]
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
