// SPDX-License-Identifier: Apache-2.0

/// People came, went, or changed what they say of themselves.
///
/// Ephemeral.
public struct PresenceUpdated: Event {
    /// `presence.updated`.
    public static let name = EventName.presenceUpdated

    /// The workspace.
    public var workspaceID: WorkspaceID
    /// Whether this is everyone the reader may know of, and not only what changed.
    public var isFull: Bool
    /// At most 500 people; a later frame replaces what an earlier one said of them.
    public var users: [PresenceEntry]

    private enum CodingKeys: String, CodingKey {
        case workspaceID = "workspace_id"
        case isFull = "full"
        case users
    }

    /// Creates the event.
    public init(workspaceID: WorkspaceID, isFull: Bool, users: [PresenceEntry]) {
        self.workspaceID = workspaceID
        self.isFull = isFull
        self.users = users
    }
}

extension EventName {
    /// The name of ``PresenceUpdated``.
    public static let presenceUpdated = EventName("presence.updated")
}
