// SPDX-License-Identifier: Apache-2.0

import MartletRules
import MartletStore
import MartletWire

/// Whose attention a message asks for: the server decides, and says so to them alone.
///
/// Who is named hears `mention.created`. One `notification.created` a person and message goes to who is named, else to
/// who began the thread or wrote one of its newest answers, else to the others in a DM. Nobody is told of their own
/// messages, and nobody who is not in the channel is told of anything: an ordinary message costs nothing here.
extension StoreWriting {
    /// Tells those whom a new message concerns.
    func notify(of message: Message, answering thread: Message?, in seat: ChannelSeat) throws {
        let named = try self.members(namedBy: message)
        try self.mention(named, in: message)
        var others: [(user: UserID, kind: Notification.Kind)] = named.map { ($0, .mention) }
        if let thread {
            let authors = try [thread.userID] + self.authors(ofNewest: Self.answersHeard, answersTo: thread.id)
            others += try authors.filter { try self.isMember($0, of: seat.channel) }.map { ($0, .reply) }
        }
        if seat.kind == .dm {
            others += try self.members(of: .channel(seat.channel), after: nil, limit: self.peersHeard)
                .map { ($0.user, .direct) }
        }
        var told: Set<UserID> = [message.userID]
        for (user, kind) in others where told.insert(user).inserted {
            try self.notify(
                user,
                kind,
                by: message.userID,
                of: NotificationSubject(workspace: seat.workspace, channel: seat.channel, message: message.id)
            )
        }
    }

    /// Brings mentions in line with a message's new text: who is named now hears of it, who no longer is, is forgotten.
    func notifyAgain(of message: Message, in workspace: WorkspaceID) throws {
        let before = Set(try self.mentioned(in: message.id))
        let now = try self.members(namedBy: message)
        let gone = before.subtracting(now).sorted()
        if !gone.isEmpty {
            try self.removeMentions(in: message.id, of: gone)
            try self.removeNotifications(about: message.id, of: gone)
        }
        let added = now.filter { !before.contains($0) }
        try self.mention(added, in: message)
        for user in added {
            try self.notify(
                user,
                .mention,
                by: message.userID,
                of: NotificationSubject(workspace: workspace, channel: message.channelID, message: message.id)
            )
        }
    }

    /// Adds a notification and tells whose it is.
    func notify(
        _ user: UserID,
        _ kind: Notification.Kind,
        by actor: UserID?,
        of subject: NotificationSubject
    ) throws {
        var notification = Notification(
            id: 0,
            userID: user,
            kind: kind,
            actorID: actor,
            workspaceID: subject.workspace,
            channelID: subject.channel,
            messageID: subject.message,
            createdAt: self.now
        )
        try self.append(to: .user(user), memberships: [], redacting: []) { seq in
            notification.id = NotificationID(rawValue: seq)
            return NotificationCreated(notification: notification)
        }
        try self.insert(notification)
    }

    private func mention(_ users: [UserID], in message: Message) throws {
        for user in users {
            let mention = Mention(
                messageID: message.id,
                channelID: message.channelID,
                userID: user,
                authorID: message.userID,
                createdAt: self.now
            )
            try self.append(to: .user(user), MentionCreated(mention: mention))
            try self.insert(mention, in: message.threadID)
        }
    }

    /// The current members of its channel whom a message names, save its author.
    private func members(namedBy message: Message) throws -> [UserID] {
        let mentions = Mentions(in: message.body)
        guard !mentions.isEmpty else { return [] }
        let key = AudienceKey.channel(message.channelID)
        if mentions.namesChannel, try self.memberCount(of: key) <= Self.largestNamed {
            return try self.members(of: key, after: nil, limit: Self.largestNamed).map(\.user)
                .filter { $0 != message.userID }
        }
        let spellings = Dictionary(grouping: mentions.names) { $0.lowercased() }
        var users: [String: UserID] = [:]
        for user in try self.users(named: Array(mentions.names)) {
            for spelling in spellings[user.name.lowercased()] ?? [] { users[spelling] = user.id }
        }
        return try mentions.users(named: users).filter { user in
            try user != message.userID && self.isMember(user, of: message.channelID)
        }
    }

    private func isMember(_ user: UserID, of channel: ChannelID) throws -> Bool {
        try self.membership(of: user, in: .channel(channel)) != nil
    }

    /// How many of a thread's newest answers make their authors hear of another.
    private static var answersHeard: Int { 50 }
    /// Everyone in a DM.
    private var peersHeard: Int { self.limits.directPeers + 1 }
    /// In channels with more members than this, `@channel` names nobody.
    private static var largestNamed: Int { 100 }
}

/// What a notification points at.
struct NotificationSubject {
    var workspace: WorkspaceID?
    var channel: ChannelID?
    var message: MessageID?
}
