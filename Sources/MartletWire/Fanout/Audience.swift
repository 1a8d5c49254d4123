// SPDX-License-Identifier: Apache-2.0

/// Who hears an entry of the log: everyone named by any of the lists, once, save those in ``except``.
///
/// Channels and workspaces stand for whoever is a member at the entry's own place in the log.
public struct Audience: Hashable, Sendable, Codable {
    /// People named one by one; they need no membership.
    public var users: [UserID]
    /// Channels whose members hear it.
    public var channels: [ChannelID]
    /// Workspaces whose members hear it.
    public var workspaces: [WorkspaceID]
    /// People who do not hear it whatever the other lists say.
    public var except: [UserID]

    /// Creates an audience; by default nobody hears.
    public init(
        users: [UserID] = [],
        channels: [ChannelID] = [],
        workspaces: [WorkspaceID] = [],
        except: [UserID] = []
    ) {
        self.users = users
        self.channels = channels
        self.workspaces = workspaces
        self.except = except
    }

    /// One person's own connections.
    public static func user(_ user: UserID) -> Self { Self(users: [user]) }
    /// These people.
    public static func users(_ users: [UserID]) -> Self { Self(users: users) }
    /// A channel's members.
    public static func channel(_ channel: ChannelID) -> Self { Self(channels: [channel]) }
    /// A workspace's members.
    public static func workspace(_ workspace: WorkspaceID) -> Self { Self(workspaces: [workspace]) }
    /// Nobody: the entry is kept, but never replayed or counted.
    public static let nobody = Self()
}
