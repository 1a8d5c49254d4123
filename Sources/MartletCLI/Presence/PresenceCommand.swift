// SPDX-License-Identifier: Apache-2.0

import ArgumentParser

/// `martlet presence`.
struct PresenceCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "presence",
        abstract: "Who is there.",
        subcommands: [SetStatusText.self, List.self]
    )
}
