// SPDX-License-Identifier: Apache-2.0

/// Marks the caller's mentions as seen, up to and including one message.
public struct MentionMarkSeen: MutatingMethod {
    /// `mention.mark_seen`.
    public static let name = MethodName("mention.mark_seen")
    /// For the OpenRPC document.
    public static let documentation = MethodDocumentation(
        "Marks the caller's mentions as seen, up to and including one message.",
        callers: "anyone signed in",
        parameters: [
            "up_to_id": "the newest message whose mention was seen",
            "channel_id": "only in this channel",
            "idempotency_key": "a name for this one effect, 1 to 64 bytes; the same key never has a second effect",
        ],
        errors: [.notFound]
    )

    /// What the server answers.
    public struct Result: Hashable, Sendable, Codable {
        /// How many are left unseen.
        public var unseen: Int

        private enum CodingKeys: String, CodingKey {
            case unseen
        }

        /// Creates an answer.
        public init(unseen: Int) {
            self.unseen = unseen
        }
    }

    /// The newest message whose mention was seen.
    public var upToID: MessageID
    /// Only in this channel.
    public var channelID: ChannelID?
    /// A name for this one effect, 1 to 64 bytes; the same key never has a second effect.
    public var idempotencyKey: String?

    private enum CodingKeys: String, CodingKey {
        case upToID = "up_to_id"
        case channelID = "channel_id"
        case idempotencyKey = "idempotency_key"
    }

    /// Creates the call.
    public init(upToID: MessageID, channelID: ChannelID? = nil, idempotencyKey: String? = nil) {
        self.upToID = upToID
        self.channelID = channelID
        self.idempotencyKey = idempotencyKey
    }

    /// Checks numbers, sizes and counts.
    public func validate(within limits: Limits) throws(RPCError) {
        try limits.check(bound: self.upToID, field: "up_to_id")
        try limits.check(id: self.channelID, field: "channel_id")
        try limits.check(idempotencyKey: self.idempotencyKey)
    }
}
