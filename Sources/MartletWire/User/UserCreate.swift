// SPDX-License-Identifier: Apache-2.0

/// Creates a person by hand.
public struct UserCreate: MutatingMethod {
    /// The person, offline.
    public typealias Result = User

    /// `user.create`.
    public static let name = MethodName("user.create")
    /// For the OpenRPC document.
    public static let documentation = MethodDocumentation(
        "Creates a person by hand.",
        callers: "operators",
        parameters: [
            "name": "a unique short name: 1 to 64 Unicode scalars, no white space, no @, not `channel`",
            "display_name": "the name to show: 1 to 80 Unicode scalars; the short name by default",
            "subject": "the identity that signs in as this person, at most 255 bytes; the short name by default",
            "idempotency_key": "a name for this one effect, 1 to 64 bytes; the same key never has a second effect",
        ],
        errors: [.forbidden, .conflict]
    )

    /// A unique short name: 1 to 64 Unicode scalars, no white space, no @, not `channel`.
    public var name: String
    /// The name to show: 1 to 80 Unicode scalars; the short name by default.
    public var displayName: String?
    /// The identity that signs in as this person, at most 255 bytes; the short name by default.
    public var subject: String?
    /// A name for this one effect, 1 to 64 bytes; the same key never has a second effect.
    public var idempotencyKey: String?

    private enum CodingKeys: String, CodingKey {
        case name
        case displayName = "display_name"
        case subject
        case idempotencyKey = "idempotency_key"
    }

    /// Creates the call.
    public init(name: String, displayName: String? = nil, subject: String? = nil, idempotencyKey: String? = nil) {
        self.name = name
        self.displayName = displayName
        self.subject = subject
        self.idempotencyKey = idempotencyKey
    }

    /// Checks numbers, sizes and counts.
    public func validate(within limits: Limits) throws(RPCError) {
        try limits.check(userName: self.name, field: "name")
        try limits.check(name: self.displayName, field: "display_name")
        try limits.check(subject: self.subject)
        try limits.check(idempotencyKey: self.idempotencyKey)
    }
}
