// SPDX-License-Identifier: Apache-2.0

/// Says something in a channel.
public struct MessageSend: MutatingMethod {
    /// The message as it was stored.
    public typealias Result = Message

    /// `message.send`.
    public static let name = MethodName("message.send")
    /// For the OpenRPC document.
    public static let documentation = MethodDocumentation(
        "Says something in a channel.",
        callers: "members of the channel",
        parameters: [
            "channel_id": "where to say it",
            "body": "the text: 1 byte to 16 KiB of UTF-8; may be empty only with an attachment",
            "thread_id": "the top-level message to answer",
            "attachments": "what to attach: at most 20 media ids that the caller may read",
            "idempotency_key": "a name for this one effect, 1 to 64 bytes, kept for ever",
        ],
        errors: [.notFound, .forbidden, .conflict, .tooLarge]
    )

    /// Where to say it.
    public var channelID: ChannelID
    /// The text: 1 byte to 16 KiB of UTF-8; may be empty only with an attachment.
    public var body: String
    /// The top-level message to answer.
    public var threadID: MessageID?
    /// What to attach: at most 20 media ids that the caller may read.
    public var attachments: [MediaID]?
    /// A name for this one effect, 1 to 64 bytes, kept for ever.
    public var idempotencyKey: String?

    private enum CodingKeys: String, CodingKey {
        case channelID = "channel_id"
        case body
        case threadID = "thread_id"
        case attachments
        case idempotencyKey = "idempotency_key"
    }

    /// Creates the call.
    public init(
        channelID: ChannelID,
        body: String,
        threadID: MessageID? = nil,
        attachments: [MediaID]? = nil,
        idempotencyKey: String? = nil
    ) {
        self.channelID = channelID
        self.body = body
        self.threadID = threadID
        self.attachments = attachments
        self.idempotencyKey = idempotencyKey
    }

    /// Checks numbers, sizes and counts.
    public func validate(within limits: Limits) throws(RPCError) {
        try limits.check(id: self.channelID, field: "channel_id")
        try limits.check(id: self.threadID, field: "thread_id")
        try limits.check(idempotencyKey: self.idempotencyKey)
        let attachments = self.attachments ?? []
        try limits.check(tokens: attachments, atMost: limits.attachments, field: "attachments")
        try limits.check(body: self.body, mayBeEmpty: !attachments.isEmpty)
    }
}
