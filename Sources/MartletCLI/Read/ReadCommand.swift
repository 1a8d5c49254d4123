// SPDX-License-Identifier: Apache-2.0

import ArgumentParser

/// `martlet read`.
struct ReadCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "read",
        abstract: "What has been read, and what has not.",
        subcommands: [Mark.self, Get.self, UnreadCounts.self]
    )
}
