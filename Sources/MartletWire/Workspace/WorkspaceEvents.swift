// SPDX-License-Identifier: Apache-2.0

/// The reader is now in a workspace: load it afresh.
public struct WorkspaceAdded: Event {
    /// `workspace.added`.
    public static let name = EventName.workspaceAdded

    /// The workspace.
    public var workspace: Workspace

    private enum CodingKeys: String, CodingKey {
        case workspace
    }

    /// Creates the event.
    public init(workspace: Workspace) {
        self.workspace = workspace
    }
}

/// A workspace changed.
public struct WorkspaceUpdated: Event {
    /// `workspace.updated`.
    public static let name = EventName.workspaceUpdated

    /// The workspace as changed.
    public var workspace: Workspace

    private enum CodingKeys: String, CodingKey {
        case workspace
    }

    /// Creates the event.
    public init(workspace: Workspace) {
        self.workspace = workspace
    }
}

/// The reader is no longer in a workspace: forget it and its channels.
public struct WorkspaceRemoved: Event {
    /// `workspace.removed`.
    public static let name = EventName.workspaceRemoved

    /// The workspace.
    public var workspaceID: WorkspaceID

    private enum CodingKeys: String, CodingKey {
        case workspaceID = "workspace_id"
    }

    /// Creates the event.
    public init(workspaceID: WorkspaceID) {
        self.workspaceID = workspaceID
    }
}

/// Somebody came into a workspace.
public struct WorkspaceMemberJoined: Event {
    /// `workspace.member_joined`.
    public static let name = EventName.workspaceMemberJoined

    /// The workspace.
    public var workspaceID: WorkspaceID
    /// Who came.
    public var userID: UserID

    private enum CodingKeys: String, CodingKey {
        case workspaceID = "workspace_id"
        case userID = "user_id"
    }

    /// Creates the event.
    public init(workspaceID: WorkspaceID, userID: UserID) {
        self.workspaceID = workspaceID
        self.userID = userID
    }
}

/// Somebody left a workspace or was removed from it.
public struct WorkspaceMemberLeft: Event {
    /// `workspace.member_left`.
    public static let name = EventName.workspaceMemberLeft

    /// The workspace.
    public var workspaceID: WorkspaceID
    /// Who left.
    public var userID: UserID

    private enum CodingKeys: String, CodingKey {
        case workspaceID = "workspace_id"
        case userID = "user_id"
    }

    /// Creates the event.
    public init(workspaceID: WorkspaceID, userID: UserID) {
        self.workspaceID = workspaceID
        self.userID = userID
    }
}

extension EventName {
    /// The name of ``WorkspaceAdded``.
    public static let workspaceAdded = EventName("workspace.added")
    /// The name of ``WorkspaceUpdated``.
    public static let workspaceUpdated = EventName("workspace.updated")
    /// The name of ``WorkspaceRemoved``.
    public static let workspaceRemoved = EventName("workspace.removed")
    /// The name of ``WorkspaceMemberJoined``.
    public static let workspaceMemberJoined = EventName("workspace.member_joined")
    /// The name of ``WorkspaceMemberLeft``.
    public static let workspaceMemberLeft = EventName("workspace.member_left")
}
