// SPDX-License-Identifier: Apache-2.0

import ArgumentParser

/// `martlet user`.
struct UserCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "user",
        abstract: "People.",
        subcommands: [Create.self, Get.self, List.self, Update.self, Me.self]
    )
}
