// SPDX-License-Identifier: Apache-2.0

import MartletStore
import MartletWire

extension StoreWriting {
    /// Lets a person into a channel, who hears of it first, and then tells the channel.
    ///
    /// - Returns: The channel as the person finds it.
    func join(_ user: UserID, to channel: Channel) throws -> Channel {
        let found = channel.found(with: channel.memberCount + 1)
        try self.admit([user], to: found)
        try self.append(to: .channel(channel.id), ChannelMemberJoined(channelID: channel.id, userID: user))
        return found
    }

    /// Begins memberships with the one entry that tells these people of a channel, and nobody else.
    ///
    /// What was said before is read: a cursor counts from there wherever it stood.
    func admit(_ users: [UserID], to channel: Channel) throws {
        let key = AudienceKey.channel(channel.id)
        let begin = try self.append(
            to: .users(users),
            memberships: users.map { MembershipChange(.begin, user: $0, key: key) },
            redacting: []
        ) { _ in ChannelAdded(channel: channel) }
        for user in users {
            try self.beginMembership(
                Member(key: key, user: user, begin: begin, role: WorkspaceRole.member.rawValue, joinedAt: self.now)
            )
        }
    }

    /// Takes a person out of a channel: tells the channel, and the person last.
    func leave(_ user: UserID, from channel: ChannelID) throws {
        try self.append(to: .channel(channel), ChannelMemberLeft(channelID: channel, userID: user))
        try self.end(
            [MembershipChange(.end, user: user, key: .channel(channel))],
            telling: .user(user),
            ChannelRemoved(channelID: channel)
        )
    }

    /// Lets a person into a workspace, who hears of it first, and then tells the workspace.
    ///
    /// - Returns: The workspace as the person finds it.
    func join(_ user: UserID, to workspace: Workspace, as role: WorkspaceRole) throws -> Workspace {
        let found = try self.admit(user, to: workspace, as: role)
        let joined = WorkspaceMemberJoined(workspaceID: workspace.id, userID: user)
        try self.append(to: .workspace(workspace.id), joined)
        return found
    }

    /// Begins a membership with the entry that tells the person of a workspace, and nobody else.
    func admit(_ user: UserID, to workspace: Workspace, as role: WorkspaceRole) throws -> Workspace {
        let key = AudienceKey.workspace(workspace.id)
        var found = workspace
        found.role = role
        found.memberCount += 1
        let begin = try self.append(
            to: .user(user),
            memberships: [MembershipChange(.begin, user: user, key: key)],
            redacting: []
        ) { [found] _ in WorkspaceAdded(workspace: found) }
        try self.beginMembership(
            Member(key: key, user: user, begin: begin, role: role.rawValue, joinedAt: self.now)
        )
        return found
    }

    /// Takes a person out of a workspace and all its channels.
    ///
    /// Each channel hears `channel.member_left` and the workspace `workspace.member_left`; the person hears one
    /// `workspace.removed`, which ends everything.
    func leave(_ user: UserID, from workspace: WorkspaceID) throws {
        let channels = try self.channelIDs(in: workspace, of: user)
        for channel in channels {
            let left = ChannelMemberLeft(channelID: channel, userID: user)
            try self.append(to: Audience(channels: [channel], except: [user]), left)
        }
        let left = WorkspaceMemberLeft(workspaceID: workspace, userID: user)
        try self.append(to: Audience(workspaces: [workspace], except: [user]), left)
        let keys = channels.map(AudienceKey.channel) + [.workspace(workspace)]
        try self.end(
            keys.map { MembershipChange(.end, user: user, key: $0) },
            telling: .user(user),
            WorkspaceRemoved(workspaceID: workspace)
        )
        try self.forgetArchived(in: workspace, for: user)
    }

    /// Ends memberships with the entry that tells of it.
    ///
    /// Those that do not fit into one entry end with others right before it, which nobody hears.
    func end(_ memberships: [MembershipChange], telling audience: Audience, _ event: some Event) throws {
        for change in memberships {
            guard case .channel(let channel) = change.key.subject else { continue }
            try self.departHuddle(of: change.user, in: channel)
        }
        var rest = memberships[...]
        while !rest.isEmpty {
            let part = Array(rest.prefix(Self.mostEnds))
            rest = rest.dropFirst(part.count)
            let isLast = rest.isEmpty
            let seq = try self.append(to: isLast ? audience : .nobody, memberships: part, redacting: []) { _ in event }
            for change in part {
                if let user = change.user {
                    try self.endMembership(of: user, in: change.key, with: seq)
                } else {
                    try self.endMemberships(in: change.key, with: seq)
                }
            }
        }
    }

    /// How many changes of membership one entry carries, well within what an entry may measure.
    private static var mostEnds: Int { 2000 }
}

extension Channel {
    /// The channel as somebody finds it who has just come into it.
    func found(with members: Int) -> Channel {
        var channel = self
        channel.memberCount = members
        channel.isMember = true
        return channel
    }
}
