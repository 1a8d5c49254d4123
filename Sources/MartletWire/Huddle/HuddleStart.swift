// SPDX-License-Identifier: Apache-2.0

/// Begins a huddle in a channel with the caller in it, or joins the one that goes on.
public struct HuddleStart: MutatingMethod {
    /// The huddle.
    public typealias Result = Huddle

    /// `huddle.start`.
    public static let name = MethodName("huddle.start")
    /// For the OpenRPC document.
    public static let documentation = MethodDocumentation(
        "Begins a huddle in a channel with the caller in it, or joins the one that goes on.",
        callers: "members of the channel",
        parameters: [
            "channel_id": "where it shall take place",
            "idempotency_key": "a name for this one effect, 1 to 64 bytes; the same key never has a second effect",
        ],
        errors: [.notFound, .forbidden]
    )

    /// Where it shall take place.
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
