// SPDX-License-Identifier: Apache-2.0

/// Brings a person into a workspace; adding a member again changes nothing.
public struct WorkspaceMemberAdd: MutatingMethod {
    /// The person's place in it.
    public typealias Result = WorkspaceMember

    /// `workspace.member_add`.
    public static let name = MethodName("workspace.member_add")
    /// For the OpenRPC document.
    public static let documentation = MethodDocumentation(
        "Brings a person into a workspace; adding a member again changes nothing.",
        callers: "owners and admins of the workspace; only the owner makes admins",
        parameters: [
            "workspace_id": "the workspace",
            "user_id": "whom to add",
            "role": "what they may do: admin or member; a workspace has one owner; member by default",
            "idempotency_key": "a name for this one effect, 1 to 64 bytes; the same key never has a second effect",
        ],
        errors: [.notFound, .forbidden]
    )

    /// The workspace.
    public var workspaceID: WorkspaceID
    /// Whom to add.
    public var userID: UserID
    /// What they may do: admin or member; a workspace has one owner; member by default.
    public var role: WorkspaceRole?
    /// A name for this one effect, 1 to 64 bytes; the same key never has a second effect.
    public var idempotencyKey: String?

    private enum CodingKeys: String, CodingKey {
        case workspaceID = "workspace_id"
        case userID = "user_id"
        case role
        case idempotencyKey = "idempotency_key"
    }

    /// Creates the call.
    public init(workspaceID: WorkspaceID, userID: UserID, role: WorkspaceRole? = nil, idempotencyKey: String? = nil) {
        self.workspaceID = workspaceID
        self.userID = userID
        self.role = role
        self.idempotencyKey = idempotencyKey
    }

    /// Checks numbers, sizes and counts.
    public func validate(within limits: Limits) throws(RPCError) {
        try limits.check(id: self.workspaceID, field: "workspace_id")
        try limits.check(id: self.userID, field: "user_id")
        try limits.check(assignable: self.role)
        try limits.check(idempotencyKey: self.idempotencyKey)
    }
}
