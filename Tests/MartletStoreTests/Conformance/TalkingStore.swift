// SPDX-License-Identifier: Apache-2.0

import MartletStore
import MartletWire

/// A store with one workspace, a public and a private channel, and people to talk in them.
struct TalkingStore {
    /// In the workspace and in both channels.
    let ada: UserID
    /// In the workspace alone.
    let ben: UserID
    /// Nowhere.
    let cleo: UserID
    let workspace: WorkspaceID
    let open: ChannelID
    let closed: ChannelID
    let store: any Store

    init(_ store: any Store) async throws {
        self.store = store
        (self.ada, self.ben, self.cleo, self.workspace, self.open, self.closed) = try await store.commit {
            transaction in
            let people = try ["ada", "ben", "cleo"].map { name in
                try transaction.addUser(name: name, displayName: name).id
            }
            let workspace = try transaction.addWorkspace(name: "W", owner: people[0]).id
            let channels = try [ChannelKind.public, .private].map { kind in
                try transaction.addChannel(
                    NewChannel(workspaceID: workspace, kind: kind, name: "c", creatorID: people[0])
                ).id
            }
            let keys = [.workspace(workspace)] + channels.map(AudienceKey.channel)
            for (user, keys) in [(people[0], keys[...]), (people[1], keys.prefix(1))] {
                for key in keys {
                    try transaction.beginMembership(
                        Member(key: key, user: user, begin: 1, role: "member", joinedAt: transaction.now)
                    )
                }
            }
            return (people[0], people[1], people[2], workspace, channels[0], channels[1])
        }
    }

    /// Stores a message, as if Ada had sent it.
    @discardableResult
    func say(_ body: String, in channel: ChannelID? = nil, key: String? = nil) async throws -> Message {
        let (ada, workspace, channel) = (self.ada, self.workspace, channel ?? self.open)
        return try await self.store.commit { transaction in
            try transaction.say(body, by: ada, in: channel, of: workspace, key: key)
        }
    }

    /// Deletes a message.
    func delete(_ message: Message) async throws {
        let workspace = self.workspace
        try await self.store.commit { transaction in
            guard let stored = try transaction.message(message.id) else { return }
            try transaction.empty(stored, in: workspace)
        }
    }

    /// Puts another text in the place of a message's.
    func edit(_ message: Message, to body: String) async throws {
        let workspace = self.workspace
        try await self.store.commit { transaction in
            guard let stored = try transaction.message(message.id) else { return }
            try transaction.replaceBody(of: stored, in: workspace, with: body, at: stored.bodySeq)
        }
    }

    /// What is found, newest first.
    func find(_ query: String, as user: UserID? = nil, in scope: SearchScope = .everything) async throws -> [String] {
        let user = user ?? self.ada
        try await self.store.settleSearch()
        return try await self.store.read { snapshot in
            try snapshot.search(SearchQuery(query), by: user, in: scope, before: nil, limit: 50).messages.map(\.body)
        }
    }
}

extension StoreWriting {
    /// Appends and stores a message.
    func say(
        _ body: String,
        by user: UserID,
        in channel: ChannelID,
        of workspace: WorkspaceID,
        key: String? = nil
    ) throws -> Message {
        var message = Message(id: 0, channelID: channel, userID: user, body: body, createdAt: self.now)
        let seq = try self.append(to: .channel(channel), memberships: [], redacting: []) { seq in
            message.id = MessageID(rawValue: seq)
            return MessageCreated(message: message)
        }
        try self.insert(StoredMessage(message, bodySeq: seq, paramsHash: [1]), in: workspace, key: key)
        return message
    }
}
