// SPDX-License-Identifier: Apache-2.0

import ArgumentParser

/// `martlet channel`.
struct ChannelCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "channel",
        abstract: "Channels, and who is in them.",
        subcommands: [
            Create.self, Get.self, List.self, Update.self, Delete.self, Join.self, Leave.self, AddMember.self,
            RemoveMember.self, Members.self,
        ]
    )
}
