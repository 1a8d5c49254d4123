// SPDX-License-Identifier: Apache-2.0

/// Takes a person out of a channel.
public struct ChannelRemoveMember: MutatingMethod {
    /// Nothing more than that it was done.
    public typealias Result = Empty

    /// `channel.remove_member`.
    public static let name = MethodName("channel.remove_member")
    /// For the OpenRPC document.
    public static let documentation = MethodDocumentation(
        "Takes a person out of a channel.",
        callers: "the channel's creator; owners and admins of its workspace; not a DM",
        parameters: [
            "channel_id": "the channel",
            "user_id": "whom to remove",
            "idempotency_key": "a name for this one effect, 1 to 64 bytes; the same key never has a second effect",
        ],
        errors: [.notFound, .forbidden]
    )

    /// The channel.
    public var channelID: ChannelID
    /// Whom to remove.
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
