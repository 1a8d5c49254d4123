// SPDX-License-Identifier: Apache-2.0

/// Renames a workspace.
public struct WorkspaceUpdate: MutatingMethod {
    /// The workspace as changed.
    public typealias Result = Workspace

    /// `workspace.update`.
    public static let name = MethodName("workspace.update")
    /// For the OpenRPC document.
    public static let documentation = MethodDocumentation(
        "Renames a workspace.",
        callers: "owners and admins of the workspace",
        parameters: [
            "workspace_id": "the workspace",
            "name": "the new name: 1 to 80 Unicode scalars, no control characters",
            "idempotency_key": "a name for this one effect, 1 to 64 bytes; the same key never has a second effect",
        ],
        errors: [.notFound, .forbidden]
    )

    /// The workspace.
    public var workspaceID: WorkspaceID
    /// The new name: 1 to 80 Unicode scalars, no control characters.
    public var name: String
    /// A name for this one effect, 1 to 64 bytes; the same key never has a second effect.
    public var idempotencyKey: String?

    private enum CodingKeys: String, CodingKey {
        case workspaceID = "workspace_id"
        case name
        case idempotencyKey = "idempotency_key"
    }

    /// Creates the call.
    public init(workspaceID: WorkspaceID, name: String, idempotencyKey: String? = nil) {
        self.workspaceID = workspaceID
        self.name = name
        self.idempotencyKey = idempotencyKey
    }

    /// Checks numbers, sizes and counts.
    public func validate(within limits: Limits) throws(RPCError) {
        try limits.check(id: self.workspaceID, field: "workspace_id")
        try limits.check(name: self.name, field: "name")
        try limits.check(idempotencyKey: self.idempotencyKey)
    }
}
