// SPDX-License-Identifier: Apache-2.0

/// Adds the caller's reaction to a message; reacting again changes nothing.
public struct MessageReact: MutatingMethod {
    /// All reactions to the message after the change.
    public typealias Result = MessageReacted

    /// `message.react`.
    public static let name = MethodName("message.react")
    /// For the OpenRPC document.
    public static let documentation = MethodDocumentation(
        "Adds the caller's reaction to a message; reacting again changes nothing.",
        callers: "members of the channel",
        parameters: [
            "message_id": "the message",
            "emoji": "the emoji or its short name: 1 to 64 bytes, no white space",
            "idempotency_key": "a name for this one effect, 1 to 64 bytes; the same key never has a second effect",
        ],
        errors: [.notFound, .forbidden, .conflict]
    )

    /// The message.
    public var messageID: MessageID
    /// The emoji or its short name: 1 to 64 bytes, no white space.
    public var emoji: String
    /// A name for this one effect, 1 to 64 bytes; the same key never has a second effect.
    public var idempotencyKey: String?

    private enum CodingKeys: String, CodingKey {
        case messageID = "message_id"
        case emoji
        case idempotencyKey = "idempotency_key"
    }

    /// Creates the call.
    public init(messageID: MessageID, emoji: String, idempotencyKey: String? = nil) {
        self.messageID = messageID
        self.emoji = emoji
        self.idempotencyKey = idempotencyKey
    }

    /// Checks numbers, sizes and counts.
    public func validate(within limits: Limits) throws(RPCError) {
        try limits.check(id: self.messageID, field: "message_id")
        try limits.check(emoji: self.emoji)
        try limits.check(idempotencyKey: self.idempotencyKey)
    }
}
