// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import MartletWire

extension HuddleCommand {
    /// Calls `huddle.get`.
    struct Get: CallCommand {
        static let configuration = Self.described(as: "get")

        @OptionGroup(title: "Whom to call") var client: ClientOptions
        @Option(help: .parameter("room_id", of: HuddleGet.self)) var roomID: RoomID

        func call() -> HuddleGet {
            HuddleGet(roomID: self.roomID)
        }
    }

    /// Calls `huddle.list_active`.
    struct ListActive: CallCommand {
        static let configuration = Self.described(as: "list-active", aliases: ["list"])

        @OptionGroup(title: "Whom to call") var client: ClientOptions
        @Option(help: .parameter("workspace_id", of: HuddleListActive.self)) var workspaceID: WorkspaceID?
        @Option(help: .parameter("channel_id", of: HuddleListActive.self)) var channelID: ChannelID?

        func call() -> HuddleListActive {
            HuddleListActive(workspaceID: self.workspaceID, channelID: self.channelID)
        }
    }
}
