// SPDX-License-Identifier: Apache-2.0

import ArgumentParser

/// `martlet notification`.
struct NotificationCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "notification",
        abstract: "What the caller should know of.",
        subcommands: [List.self, MarkRead.self]
    )
}
