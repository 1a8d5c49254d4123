// SPDX-License-Identifier: Apache-2.0

/// Reads one workspace.
public struct WorkspaceGet: Method {
    /// The workspace.
    public typealias Result = Workspace

    /// `workspace.get`.
    public static let name = MethodName("workspace.get")
    /// For the OpenRPC document.
    public static let documentation = MethodDocumentation(
        "Reads one workspace.",
        callers: "members of the workspace",
        parameters: ["workspace_id": "the workspace"],
        errors: [.notFound]
    )

    /// The workspace.
    public var workspaceID: WorkspaceID

    private enum CodingKeys: String, CodingKey {
        case workspaceID = "workspace_id"
    }

    /// Creates the call.
    public init(workspaceID: WorkspaceID) {
        self.workspaceID = workspaceID
    }

    /// Checks numbers, sizes and counts.
    public func validate(within limits: Limits) throws(RPCError) {
        try limits.check(id: self.workspaceID, field: "workspace_id")
    }
}
