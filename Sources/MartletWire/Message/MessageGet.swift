// SPDX-License-Identifier: Apache-2.0

/// Reads one message.
public struct MessageGet: Method {
    /// The message.
    public typealias Result = Message

    /// `message.get`.
    public static let name = MethodName("message.get")
    /// For the OpenRPC document.
    public static let documentation = MethodDocumentation(
        "Reads one message.",
        callers: "members of the channel; of a public one, members of its workspace",
        parameters: ["message_id": "the message"],
        errors: [.notFound]
    )

    /// The message.
    public var messageID: MessageID

    private enum CodingKeys: String, CodingKey {
        case messageID = "message_id"
    }

    /// Creates the call.
    public init(messageID: MessageID) {
        self.messageID = messageID
    }

    /// Checks numbers, sizes and counts.
    public func validate(within limits: Limits) throws(RPCError) {
        try limits.check(id: self.messageID, field: "message_id")
    }
}
