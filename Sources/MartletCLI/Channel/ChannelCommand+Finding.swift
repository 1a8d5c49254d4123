// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import MartletWire

extension ChannelCommand {
    /// Calls `channel.get`.
    struct Get: CallCommand {
        static let configuration = Self.described(as: "get")

        @OptionGroup(title: "Whom to call") var client: ClientOptions
        @Option(help: .parameter("channel_id", of: ChannelGet.self)) var channelID: ChannelID

        func call() -> ChannelGet {
            ChannelGet(channelID: self.channelID)
        }
    }

    /// Calls `channel.list`.
    struct List: CallCommand {
        static let configuration = Self.described(as: "list")

        @OptionGroup(title: "Whom to call") var client: ClientOptions
        @Option(help: .parameter("workspace_id", of: ChannelList.self)) var workspaceID: WorkspaceID
        @Option(help: .parameter("kind", of: ChannelList.self)) var kind: ChannelKind?
        @Flag(help: .parameter("include_archived", of: ChannelList.self)) var includeArchived = false
        @Option(help: .parameter("since_id", of: ChannelList.self)) var sinceID: ChannelID?
        @Option(help: .parameter("limit", of: ChannelList.self)) var limit: Int?

        func call() -> ChannelList {
            ChannelList(
                workspaceID: self.workspaceID,
                kind: self.kind,
                includeArchived: self.includeArchived ? true : nil,
                sinceID: self.sinceID,
                limit: self.limit
            )
        }
    }
}
