// SPDX-License-Identifier: Apache-2.0

import ArgumentParser

/// `martlet typing`.
struct TypingCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "typing",
        abstract: "Who is typing.",
        subcommands: [Relay.self]
    )
}
