// SPDX-License-Identifier: Apache-2.0

/// Pins a message to its channel; pinning again changes nothing.
public struct MessagePin: MutatingMethod {
    /// The message's state after the change.
    public typealias Result = MessagePinUpdated

    /// `message.pin`.
    public static let name = MethodName("message.pin")
    /// For the OpenRPC document.
    public static let documentation = MethodDocumentation(
        "Pins a message to its channel; pinning again changes nothing.",
        callers: "members of the channel",
        parameters: [
            "message_id": "the message",
            "idempotency_key": "a name for this one effect, 1 to 64 bytes; the same key never has a second effect",
        ],
        errors: [.notFound, .forbidden]
    )

    /// The message.
    public var messageID: MessageID
    /// A name for this one effect, 1 to 64 bytes; the same key never has a second effect.
    public var idempotencyKey: String?

    private enum CodingKeys: String, CodingKey {
        case messageID = "message_id"
        case idempotencyKey = "idempotency_key"
    }

    /// Creates the call.
    public init(messageID: MessageID, idempotencyKey: String? = nil) {
        self.messageID = messageID
        self.idempotencyKey = idempotencyKey
    }

    /// Checks numbers, sizes and counts.
    public func validate(within limits: Limits) throws(RPCError) {
        try limits.check(id: self.messageID, field: "message_id")
        try limits.check(idempotencyKey: self.idempotencyKey)
    }
}
