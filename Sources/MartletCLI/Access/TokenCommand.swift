// SPDX-License-Identifier: Apache-2.0

import ArgumentParser

/// `martlet token`.
struct TokenCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "token",
        abstract: "Tokens of the server's own, from its data directory.",
        subcommands: [Mint.self]
    )
}
