// SPDX-License-Identifier: Apache-2.0

/// Ends a workspace with all its channels, for everyone in it.
public struct WorkspaceDelete: MutatingMethod {
    /// Nothing more than that it was done.
    public typealias Result = Empty

    /// `workspace.delete`.
    public static let name = MethodName("workspace.delete")
    /// For the OpenRPC document.
    public static let documentation = MethodDocumentation(
        "Ends a workspace with all its channels, for everyone in it.",
        callers: "the owner of the workspace",
        parameters: [
            "workspace_id": "the workspace",
            "idempotency_key": "a name for this one effect, 1 to 64 bytes; the same key never has a second effect",
        ],
        errors: [.notFound, .forbidden]
    )

    /// The workspace.
    public var workspaceID: WorkspaceID
    /// A name for this one effect, 1 to 64 bytes; the same key never has a second effect.
    public var idempotencyKey: String?

    private enum CodingKeys: String, CodingKey {
        case workspaceID = "workspace_id"
        case idempotencyKey = "idempotency_key"
    }

    /// Creates the call.
    public init(workspaceID: WorkspaceID, idempotencyKey: String? = nil) {
        self.workspaceID = workspaceID
        self.idempotencyKey = idempotencyKey
    }

    /// Checks numbers, sizes and counts.
    public func validate(within limits: Limits) throws(RPCError) {
        try limits.check(id: self.workspaceID, field: "workspace_id")
        try limits.check(idempotencyKey: self.idempotencyKey)
    }
}
