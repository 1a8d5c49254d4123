// SPDX-License-Identifier: Apache-2.0

/// Brings a person of the workspace into a channel; adding a member again changes nothing.
public struct ChannelAddMember: MutatingMethod {
    /// The person's place in it.
    public typealias Result = ChannelMember

    /// `channel.add_member`.
    public static let name = MethodName("channel.add_member")
    /// For the OpenRPC document.
    public static let documentation = MethodDocumentation(
        "Brings a person of the workspace into a channel; adding a member again changes nothing.",
        callers: "members of the channel; not a DM",
        parameters: [
            "channel_id": "the channel",
            "user_id": "whom to add",
            "idempotency_key": "a name for this one effect, 1 to 64 bytes; the same key never has a second effect",
        ],
        errors: [.notFound, .forbidden]
    )

    /// The channel.
    public var channelID: ChannelID
    /// Whom to add.
    public var userID: UserID
    /// A name for this one effect, 1 to 64 bytes; the same key never has a second effect.
    public var idempotencyKey: String?

    private enum CodingKeys: String, CodingKey {
        case channelID = "channel_id"
        case userID = "user_id"
        case idempotencyKey = "idempotency_key"
    }

    /// Creates the call.
    public init(channelID: ChannelID, userID: UserID, idempotencyKey: String? = nil) {
        self.channelID = channelID
        self.userID = userID
        self.idempotencyKey = idempotencyKey
    }

    /// Checks numbers, sizes and counts.
    public func validate(within limits: Limits) throws(RPCError) {
        try limits.check(id: self.channelID, field: "channel_id")
        try limits.check(id: self.userID, field: "user_id")
        try limits.check(idempotencyKey: self.idempotencyKey)
    }
}
