// SPDX-License-Identifier: Apache-2.0

/// Changes what a member may do; giving a member the owner's role hands the workspace over.
public struct WorkspaceMemberUpdate: MutatingMethod {
    /// The person's place in it.
    public typealias Result = WorkspaceMember

    /// `workspace.member_update`.
    public static let name = MethodName("workspace.member_update")
    /// For the OpenRPC document.
    public static let documentation = MethodDocumentation(
        "Changes what a member may do; giving a member the owner's role hands the workspace over.",
        callers: "the owner of the workspace",
        parameters: [
            "workspace_id": "the workspace",
            "user_id": "whose role to change",
            "role": "what they may do from now on; the former owner becomes an admin",
            "idempotency_key": "a name for this one effect, 1 to 64 bytes; the same key never has a second effect",
        ],
        errors: [.notFound, .forbidden]
    )

    /// The workspace.
    public var workspaceID: WorkspaceID
    /// Whose role to change.
    public var userID: UserID
    /// What they may do from now on; the former owner becomes an admin.
    public var role: WorkspaceRole
    /// A name for this one effect, 1 to 64 bytes; the same key never has a second effect.
    public var idempotencyKey: String?

    private enum CodingKeys: String, CodingKey {
        case workspaceID = "workspace_id"
        case userID = "user_id"
        case role
        case idempotencyKey = "idempotency_key"
    }

    /// Creates the call.
    public init(workspaceID: WorkspaceID, userID: UserID, role: WorkspaceRole, idempotencyKey: String? = nil) {
        self.workspaceID = workspaceID
        self.userID = userID
        self.role = role
        self.idempotencyKey = idempotencyKey
    }

    /// Checks numbers, sizes and counts.
    public func validate(within limits: Limits) throws(RPCError) {
        try limits.check(id: self.workspaceID, field: "workspace_id")
        try limits.check(id: self.userID, field: "user_id")
        try limits.check(idempotencyKey: self.idempotencyKey)
    }
}
