// SPDX-License-Identifier: Apache-2.0

import ArgumentParser

/// `martlet huddle`.
struct HuddleCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "huddle",
        abstract: "Huddles: who talks where, now.",
        subcommands: [Start.self, Join.self, Leave.self, Get.self, ListActive.self, Token.self]
    )
}
