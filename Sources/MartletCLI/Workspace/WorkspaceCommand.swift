// SPDX-License-Identifier: Apache-2.0

import ArgumentParser

/// `martlet workspace`.
struct WorkspaceCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "workspace",
        abstract: "Workspaces, and who is in them.",
        subcommands: [
            Create.self, Get.self, List.self, Update.self, Delete.self, MemberAdd.self, MemberRemove.self,
            MemberUpdate.self, Members.self,
        ]
    )
}
