// SPDX-License-Identifier: Apache-2.0

import ArgumentParser

/// `martlet outbox`.
struct OutboxCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "outbox",
        abstract: "What commands could not send yet, and what was given up.",
        subcommands: [List.self, Flush.self, Retry.self, Discard.self, Export.self],
        defaultSubcommand: List.self
    )
}
