// SPDX-License-Identifier: Apache-2.0

import ArgumentParser

/// `martlet store`.
struct StoreCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "store",
        abstract: "Moves what a server stores.",
        subcommands: [StoreCopyCommand.self]
    )
}
