// SPDX-License-Identifier: Apache-2.0

/// Takes a person out of a workspace and all its channels.
public struct WorkspaceMemberRemove: MutatingMethod {
    /// Nothing more than that it was done.
    public typealias Result = Empty

    /// `workspace.member_remove`.
    public static let name = MethodName("workspace.member_remove")
    /// For the OpenRPC document.
    public static let documentation = MethodDocumentation(
        "Takes a person out of a workspace and all its channels.",
        callers: "owners and admins of the workspace; anyone for themselves, save the owner",
        parameters: [
            "workspace_id": "the workspace",
            "user_id": "whom to remove",
            "idempotency_key": "a name for this one effect, 1 to 64 bytes; the same key never has a second effect",
        ],
        errors: [.notFound, .forbidden]
    )

    /// The workspace.
    public var workspaceID: WorkspaceID
    /// Whom to remove.
    public var userID: UserID
    /// A name for this one effect, 1 to 64 bytes; the same key never has a second effect.
    public var idempotencyKey: String?

    private enum CodingKeys: String, CodingKey {
        case workspaceID = "workspace_id"
        case userID = "user_id"
        case idempotencyKey = "idempotency_key"
    }

    /// Creates the call.
    public init(workspaceID: WorkspaceID, userID: UserID, idempotencyKey: String? = nil) {
        self.workspaceID = workspaceID
        self.userID = userID
        self.idempotencyKey = idempotencyKey
    }

    /// Checks numbers, sizes and counts.
    public func validate(within limits: Limits) throws(RPCError) {
        try limits.check(id: self.workspaceID, field: "workspace_id")
        try limits.check(id: self.userID, field: "user_id")
        try limits.check(idempotencyKey: self.idempotencyKey)
    }
}
