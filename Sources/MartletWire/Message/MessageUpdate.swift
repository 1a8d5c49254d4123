// SPDX-License-Identifier: Apache-2.0

/// Changes the text of a message.
public struct MessageUpdate: MutatingMethod {
    /// The message as changed.
    public typealias Result = Message

    /// `message.update`.
    public static let name = MethodName("message.update")
    /// For the OpenRPC document.
    public static let documentation = MethodDocumentation(
        "Changes the text of a message.",
        callers: "its author; owners and admins of the workspace",
        parameters: [
            "message_id": "the message",
            "body": "the new text: 1 byte to 16 KiB of UTF-8; may be empty only with an attachment",
            "idempotency_key": "a name for this one effect, 1 to 64 bytes; the same key never has a second effect",
        ],
        errors: [.notFound, .forbidden, .tooLarge]
    )

    /// The message.
    public var messageID: MessageID
    /// The new text: 1 byte to 16 KiB of UTF-8; may be empty only with an attachment.
    public var body: String
    /// A name for this one effect, 1 to 64 bytes; the same key never has a second effect.
    public var idempotencyKey: String?

    private enum CodingKeys: String, CodingKey {
        case messageID = "message_id"
        case body
        case idempotencyKey = "idempotency_key"
    }

    /// Creates the call.
    public init(messageID: MessageID, body: String, idempotencyKey: String? = nil) {
        self.messageID = messageID
        self.body = body
        self.idempotencyKey = idempotencyKey
    }

    /// Checks numbers, sizes and counts.
    public func validate(within limits: Limits) throws(RPCError) {
        try limits.check(id: self.messageID, field: "message_id")
        try limits.check(body: self.body, mayBeEmpty: true)
        try limits.check(idempotencyKey: self.idempotencyKey)
    }
}
