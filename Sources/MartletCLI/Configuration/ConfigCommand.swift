// SPDX-License-Identifier: Apache-2.0

import ArgumentParser

/// `martlet config`.
struct ConfigCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "config",
        abstract: "What the server would be told: check it, or print a sample; and what clients are told.",
        subcommands: [Check.self, Sample.self, Inject.self]
    )

    /// Prints the sample file.
    struct Sample: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Prints a commented configuration file with every setting as it is by default."
        )

        func run() throws {
            try Terminal.standard.write(Array(SampleFile().text.utf8), to: .output)
        }
    }
}
