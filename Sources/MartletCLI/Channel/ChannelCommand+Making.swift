// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import MartletWire

extension ChannelCommand {
    /// Calls `channel.create`.
    struct Create: CallCommand {
        static let configuration = Self.described(as: "create")

        @OptionGroup(title: "Whom to call") var client: ClientOptions
        @OptionGroup(title: "Calling again") var key: KeyOptions
        @Option(help: .parameter("workspace_id", of: ChannelCreate.self)) var workspaceID: WorkspaceID
        @Option(help: .parameter("kind", of: ChannelCreate.self)) var kind: ChannelKind
        @Option(help: .parameter("name", of: ChannelCreate.self)) var name: String?
        @Option(help: .parameter("topic", of: ChannelCreate.self)) var topic: String?
        @Option(
            name: .customLong("peer-ids"),
            parsing: .upToNextOption,
            help: .parameter("peer_ids", of: ChannelCreate.self)
        )
        var peerIDs: [UserID] = []

        func call() -> ChannelCreate {
            ChannelCreate(
                workspaceID: self.workspaceID,
                kind: self.kind,
                name: self.name,
                topic: self.topic,
                peerIDs: self.peerIDs.isEmpty ? nil : self.peerIDs,
                idempotencyKey: self.key.idempotencyKey
            )
        }
    }

    /// Calls `channel.update`.
    struct Update: CallCommand {
        static let configuration = Self.described(as: "update")

        @OptionGroup(title: "Whom to call") var client: ClientOptions
        @OptionGroup(title: "Calling again") var key: KeyOptions
        @Option(help: .parameter("channel_id", of: ChannelUpdate.self)) var channelID: ChannelID
        @Option(help: .parameter("name", of: ChannelUpdate.self)) var name: String?
        @Option(help: .parameter("topic", of: ChannelUpdate.self)) var topic: String?

        func call() -> ChannelUpdate {
            ChannelUpdate(
                channelID: self.channelID,
                name: self.name,
                topic: self.topic,
                idempotencyKey: self.key.idempotencyKey
            )
        }
    }

    /// Calls `channel.delete`.
    struct Delete: CallCommand {
        static let configuration = Self.described(as: "delete", aliases: ["archive"])

        @OptionGroup(title: "Whom to call") var client: ClientOptions
        @OptionGroup(title: "Calling again") var key: KeyOptions
        @Option(help: .parameter("channel_id", of: ChannelDelete.self)) var channelID: ChannelID

        func call() -> ChannelDelete {
            ChannelDelete(channelID: self.channelID, idempotencyKey: self.key.idempotencyKey)
        }
    }
}
