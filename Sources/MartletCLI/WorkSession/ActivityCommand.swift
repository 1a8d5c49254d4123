// SPDX-License-Identifier: Apache-2.0

import ArgumentParser

/// `martlet activity`.
struct ActivityCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "activity",
        abstract: "What is done on pull requests: comments, approvals, requests for changes.",
        subcommands: [Record.self, List.self]
    )
}
