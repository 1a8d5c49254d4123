// SPDX-License-Identifier: Apache-2.0

/// Shuts a person out and closes their connections.
public struct AdminUserDisable: MutatingMethod {
    /// How the person stands now.
    public typealias Result = UserAccess

    /// `admin.user_disable`.
    public static let name = MethodName("admin.user_disable")
    /// For the OpenRPC document.
    public static let documentation = MethodDocumentation(
        "Shuts a person out and closes their connections.",
        callers: "operators",
        parameters: [
            "user_id": "the person",
            "idempotency_key": "a name for this one effect, 1 to 64 bytes; the same key never has a second effect",
        ],
        errors: [.notFound, .forbidden]
    )

    /// The person.
    public var userID: UserID
    /// A name for this one effect, 1 to 64 bytes; the same key never has a second effect.
    public var idempotencyKey: String?

    private enum CodingKeys: String, CodingKey {
        case userID = "user_id"
        case idempotencyKey = "idempotency_key"
    }

    /// Creates the call.
    public init(userID: UserID, idempotencyKey: String? = nil) {
        self.userID = userID
        self.idempotencyKey = idempotencyKey
    }

    /// Checks numbers, sizes and counts.
    public func validate(within limits: Limits) throws(RPCError) {
        try limits.check(id: self.userID, field: "user_id")
        try limits.check(idempotencyKey: self.idempotencyKey)
    }
}
