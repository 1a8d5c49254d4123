// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import MartletStore

/// `martlet backup`.
struct BackupCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup",
        abstract: "Copies the data directory's store and media beside a running server.",
        discussion: """
            The copy is one consistent moment of the store; media are copied after it, so that none is missing. The signing \
            key is a secret and is not copied: after a restore without it everybody signs in anew. The target must not exist; \
            it appears under its name when it is whole.
            """
    )

    @OptionGroup var data: DataOptions
    @Argument(help: "The directory to make.", completion: .directory) var target: String

    func run() async throws {
        let directory = try await self.data.directory()
        let copy = DataCopy(from: directory, to: self.target)
        let size = try await Progress.showing("backing up") { progress in
            try await copy.backUp { progress.advanced(to: $0) }
        }
        Terminal.standard.note("backed up \(ByteCountText(size).description) to \(self.target)")
    }
}
