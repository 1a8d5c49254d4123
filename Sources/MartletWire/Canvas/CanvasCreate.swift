// SPDX-License-Identifier: Apache-2.0

/// Adds a canvas to a channel.
public struct CanvasCreate: MutatingMethod {
    /// The canvas at revision 1.
    public typealias Result = Canvas

    /// `canvas.create`.
    public static let name = MethodName("canvas.create")
    /// For the OpenRPC document.
    public static let documentation = MethodDocumentation(
        "Adds a canvas to a channel.",
        callers: "members of the channel",
        parameters: [
            "channel_id": "the channel it shall belong to",
            "title": "the title: 1 to 80 Unicode scalars, no control characters",
            "body": "the text: at most 512 KiB of UTF-8; empty by default",
            "idempotency_key": "a name for this one effect, 1 to 64 bytes; the same key never has a second effect",
        ],
        errors: [.notFound, .forbidden]
    )

    /// The channel it shall belong to.
    public var channelID: ChannelID
    /// The title: 1 to 80 Unicode scalars, no control characters.
    public var title: String
    /// The text: at most 512 KiB of UTF-8; empty by default.
    public var body: String?
    /// A name for this one effect, 1 to 64 bytes; the same key never has a second effect.
    public var idempotencyKey: String?

    private enum CodingKeys: String, CodingKey {
        case channelID = "channel_id"
        case title, body
        case idempotencyKey = "idempotency_key"
    }

    /// Creates the call.
    public init(channelID: ChannelID, title: String, body: String? = nil, idempotencyKey: String? = nil) {
        self.channelID = channelID
        self.title = title
        self.body = body
        self.idempotencyKey = idempotencyKey
    }

    /// Checks numbers, sizes and counts.
    public func validate(within limits: Limits) throws(RPCError) {
        try limits.check(id: self.channelID, field: "channel_id")
        try limits.check(name: self.title, field: "title")
        try limits.check(canvasBody: self.body)
        try limits.check(idempotencyKey: self.idempotencyKey)
    }
}
