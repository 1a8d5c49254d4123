// SPDX-License-Identifier: Apache-2.0

/// Creates a workspace that the caller owns and is in.
public struct WorkspaceCreate: MutatingMethod {
    /// The workspace.
    public typealias Result = Workspace

    /// `workspace.create`.
    public static let name = MethodName("workspace.create")
    /// For the OpenRPC document.
    public static let documentation = MethodDocumentation(
        "Creates a workspace that the caller owns and is in.",
        callers: "anyone signed in",
        parameters: [
            "name": "the name to show: 1 to 80 Unicode scalars, no control characters",
            "idempotency_key": "a name for this one effect, 1 to 64 bytes; the same key never has a second effect",
        ]
    )

    /// The name to show: 1 to 80 Unicode scalars, no control characters.
    public var name: String
    /// A name for this one effect, 1 to 64 bytes; the same key never has a second effect.
    public var idempotencyKey: String?

    private enum CodingKeys: String, CodingKey {
        case name
        case idempotencyKey = "idempotency_key"
    }

    /// Creates the call.
    public init(name: String, idempotencyKey: String? = nil) {
        self.name = name
        self.idempotencyKey = idempotencyKey
    }

    /// Checks numbers, sizes and counts.
    public func validate(within limits: Limits) throws(RPCError) {
        try limits.check(name: self.name, field: "name")
        try limits.check(idempotencyKey: self.idempotencyKey)
    }
}
