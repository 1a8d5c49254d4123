// SPDX-License-Identifier: Apache-2.0

/// Changes a person's names; what is absent stays.
public struct UserUpdate: MutatingMethod {
    /// The person as changed.
    public typealias Result = User

    /// `user.update`.
    public static let name = MethodName("user.update")
    /// For the OpenRPC document.
    public static let documentation = MethodDocumentation(
        "Changes a person's names; what is absent stays.",
        callers: "the person; operators",
        parameters: [
            "user_id": "whom to change; the caller by default",
            "name": "a new unique short name: 1 to 64 Unicode scalars, no white space, no @, not `channel`",
            "display_name": "a new name to show: 1 to 80 Unicode scalars",
            "idempotency_key": "a name for this one effect, 1 to 64 bytes; the same key never has a second effect",
        ],
        errors: [.notFound, .forbidden, .conflict]
    )

    /// Whom to change; the caller by default.
    public var userID: UserID?
    /// A new unique short name: 1 to 64 Unicode scalars, no white space, no @, not `channel`.
    public var name: String?
    /// A new name to show: 1 to 80 Unicode scalars.
    public var displayName: String?
    /// A name for this one effect, 1 to 64 bytes; the same key never has a second effect.
    public var idempotencyKey: String?

    private enum CodingKeys: String, CodingKey {
        case userID = "user_id"
        case name
        case displayName = "display_name"
        case idempotencyKey = "idempotency_key"
    }

    /// Creates the call.
    public init(userID: UserID? = nil, name: String? = nil, displayName: String? = nil, idempotencyKey: String? = nil) {
        self.userID = userID
        self.name = name
        self.displayName = displayName
        self.idempotencyKey = idempotencyKey
    }

    /// Checks numbers, sizes and counts.
    public func validate(within limits: Limits) throws(RPCError) {
        try limits.check(id: self.userID, field: "user_id")
        try limits.check(userName: self.name, field: "name")
        try limits.check(name: self.displayName, field: "display_name")
        try limits.check(idempotencyKey: self.idempotencyKey)
    }
}
