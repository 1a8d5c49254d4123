// SPDX-License-Identifier: Apache-2.0

import MartletServer
import MartletStore
import MartletWire

/// Three people in one workspace: Ada and Ben in a channel, Cleo outside it.
struct Talk {
    let core: CoreHarness
    let ada: UserID
    let ben: UserID
    let cleo: UserID
    let workspace: WorkspaceID
    let channel: ChannelID

    /// Runs a story among them.
    static func run(
        _ kind: ChannelKind = .public,
        rooms: (any RoomService)? = nil,
        _ story: @escaping (Talk) async throws -> Void
    ) async throws {
        try await CoreHarness.run(rooms: rooms) { core in
            let (ada, ben) = (try await core.person("ada"), try await core.person("ben"))
            let cleo = try await core.person("cleo")
            let workspace = try await core.workspace(of: ada, with: ben, cleo)
            let channel: ChannelID
            if kind == .dm {
                let call = ChannelCreate(workspaceID: workspace, kind: .dm, peerIDs: [ben])
                channel = try await core.call(call, as: ada).id
            } else {
                channel = try await core.channel(kind, in: workspace, of: ada, with: ben)
            }
            // What follows is about what people say: the invitations that brought them here are forgotten.
            let soon = core.now.advanced(by: .seconds(1))
            try await core.store.commit { try $0.forgetNotifications(before: soon) }
            try await story(
                Talk(core: core, ada: ada, ben: ben, cleo: cleo, workspace: workspace, channel: channel)
            )
        }
    }

    /// Says something in the channel.
    @discardableResult
    func say(
        _ body: String,
        as user: UserID? = nil,
        to thread: MessageID? = nil,
        key: String? = nil
    ) async throws -> Message {
        try await self.core.call(
            MessageSend(channelID: self.channel, body: body, threadID: thread, idempotencyKey: key),
            as: user ?? self.ada
        )
    }

    /// The message as a person reads it now.
    func read(_ id: MessageID, as user: UserID? = nil) async throws -> Message {
        try await self.core.call(MessageGet(messageID: id), as: user ?? self.ada)
    }

    /// What is found, newest first.
    func find(_ query: String, as user: UserID? = nil) async throws -> [String] {
        try await self.core.call(MessageSearch(query: query), as: user ?? self.ada).messages.map(\.body)
    }
}
