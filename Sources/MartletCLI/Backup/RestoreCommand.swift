// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import MartletStore

/// `martlet restore`.
struct RestoreCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore",
        abstract: "Makes a data directory of a backup.",
        discussion: """
            The backup is checked first. The data directory must hold no store: move an old one away, and nothing is lost by \
            mistake. The restored log begins a new life, so that clients who know more than it does load afresh.
            """
    )

    @OptionGroup var data: DataOptions
    @Argument(help: "The directory that a backup has made.", completion: .directory) var source: String

    func run() async throws {
        let directory = try await self.data.directory()
        let copy = DataCopy(from: self.source, to: directory)
        try await Progress.showing("restoring") { progress in
            try await copy.restore { progress.advanced(to: $0) }
        }
        Terminal.standard.note("restored \(directory)")
    }
}
