// SPDX-License-Identifier: Apache-2.0

/// Marks the caller's notifications as read, up to and including one.
public struct NotificationMarkRead: MutatingMethod {
    /// `notification.mark_read`.
    public static let name = MethodName("notification.mark_read")
    /// For the OpenRPC document.
    public static let documentation = MethodDocumentation(
        "Marks the caller's notifications as read, up to and including one.",
        callers: "anyone signed in",
        parameters: [
            "up_to_id": "the newest notification read",
            "idempotency_key": "a name for this one effect, 1 to 64 bytes; the same key never has a second effect",
        ]
    )

    /// What the server answers.
    public struct Result: Hashable, Sendable, Codable {
        /// How many are left unread.
        public var unread: Int

        private enum CodingKeys: String, CodingKey {
            case unread
        }

        /// Creates an answer.
        public init(unread: Int) {
            self.unread = unread
        }
    }

    /// The newest notification read.
    public var upToID: NotificationID
    /// A name for this one effect, 1 to 64 bytes; the same key never has a second effect.
    public var idempotencyKey: String?

    private enum CodingKeys: String, CodingKey {
        case upToID = "up_to_id"
        case idempotencyKey = "idempotency_key"
    }

    /// Creates the call.
    public init(upToID: NotificationID, idempotencyKey: String? = nil) {
        self.upToID = upToID
        self.idempotencyKey = idempotencyKey
    }

    /// Checks numbers, sizes and counts.
    public func validate(within limits: Limits) throws(RPCError) {
        try limits.check(bound: self.upToID, field: "up_to_id")
        try limits.check(idempotencyKey: self.idempotencyKey)
    }
}
