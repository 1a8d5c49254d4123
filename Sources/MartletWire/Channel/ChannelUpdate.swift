// SPDX-License-Identifier: Apache-2.0

/// Changes a channel's name or topic; what is absent stays.
public struct ChannelUpdate: MutatingMethod {
    /// The channel as changed.
    public typealias Result = Channel

    /// `channel.update`.
    public static let name = MethodName("channel.update")
    /// For the OpenRPC document.
    public static let documentation = MethodDocumentation(
        "Changes a channel's name or topic; what is absent stays.",
        callers: "the channel's creator; owners and admins of its workspace; not a DM",
        parameters: [
            "channel_id": "the channel",
            "name": "the new name: 1 to 80 Unicode scalars, no control characters",
            "topic": "the new topic: at most 250 Unicode scalars",
            "idempotency_key": "a name for this one effect, 1 to 64 bytes; the same key never has a second effect",
        ],
        errors: [.notFound, .forbidden]
    )

    /// The channel.
    public var channelID: ChannelID
    /// The new name: 1 to 80 Unicode scalars, no control characters.
    public var name: String?
    /// The new topic: at most 250 Unicode scalars.
    public var topic: String?
    /// A name for this one effect, 1 to 64 bytes; the same key never has a second effect.
    public var idempotencyKey: String?

    private enum CodingKeys: String, CodingKey {
        case channelID = "channel_id"
        case name, topic
        case idempotencyKey = "idempotency_key"
    }

    /// Creates the call.
    public init(channelID: ChannelID, name: String? = nil, topic: String? = nil, idempotencyKey: String? = nil) {
        self.channelID = channelID
        self.name = name
        self.topic = topic
        self.idempotencyKey = idempotencyKey
    }

    /// Checks numbers, sizes and counts.
    public func validate(within limits: Limits) throws(RPCError) {
        try limits.check(id: self.channelID, field: "channel_id")
        try limits.check(name: self.name, field: "name")
        try limits.check(topic: self.topic)
        try limits.check(idempotencyKey: self.idempotencyKey)
    }
}
