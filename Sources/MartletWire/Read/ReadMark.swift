// SPDX-License-Identifier: Apache-2.0

/// Moves the caller's read cursor forward; it never moves back.
public struct ReadMark: MutatingMethod {
    /// Where the cursor stands now.
    public typealias Result = ReadCursor

    /// `read.mark`.
    public static let name = MethodName("read.mark")
    /// For the OpenRPC document.
    public static let documentation = MethodDocumentation(
        "Moves the caller's read cursor forward; it never moves back.",
        callers: "members of the channel",
        parameters: [
            "channel_id": "the channel",
            "last_read_msg": "the newest message read",
            "idempotency_key": "a name for this one effect, 1 to 64 bytes; the same key never has a second effect",
        ],
        errors: [.notFound]
    )

    /// The channel.
    public var channelID: ChannelID
    /// The newest message read.
    public var lastReadMessage: MessageID
    /// A name for this one effect, 1 to 64 bytes; the same key never has a second effect.
    public var idempotencyKey: String?

    private enum CodingKeys: String, CodingKey {
        case channelID = "channel_id"
        case lastReadMessage = "last_read_msg"
        case idempotencyKey = "idempotency_key"
    }

    /// Creates the call.
    public init(channelID: ChannelID, lastReadMessage: MessageID, idempotencyKey: String? = nil) {
        self.channelID = channelID
        self.lastReadMessage = lastReadMessage
        self.idempotencyKey = idempotencyKey
    }

    /// Checks numbers, sizes and counts.
    public func validate(within limits: Limits) throws(RPCError) {
        try limits.check(id: self.channelID, field: "channel_id")
        try limits.check(bound: self.lastReadMessage, field: "last_read_msg")
        try limits.check(idempotencyKey: self.idempotencyKey)
    }
}
