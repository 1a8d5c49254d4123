// SPDX-License-Identifier: Apache-2.0

import ArgumentParser

/// `martlet experiment`.
struct ExperimentCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "experiment",
        abstract: "Which variant of an experiment somebody gets, and how it deals out a crowd.",
        subcommands: [Assign.self, Simulate.self]
    )
}
