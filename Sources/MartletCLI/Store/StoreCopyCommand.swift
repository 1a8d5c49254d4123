// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import FoundationEssentials
import MartletStore

/// `martlet store copy`.
struct StoreCopyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "copy",
        abstract: "Copies a data directory's store and uploads into PostgreSQL.",
        discussion: """
            Stop the server first, and start it with `database` afterwards: clients resume where they were. A copy that was \
            cut off goes on where it was when the command is run again. At the end everything is read back and compared; \
            no server opens the database before. The data directory stays as it is; its signing key is not copied, so keep \
            the directory for the server to start with.
            """
    )

    @Argument(help: "The data directory.", completion: .directory) var from: String
    @Argument(help: "A postgres:// URL, or a file that holds one; the database must be empty.") var to: String

    func run() async throws {
        #if Postgres
            let copy = StoreCopy(from: self.from, to: try self.database())
            let report = try await Progress.showing("copying") { progress in
                try await copy.run { progress.advanced(to: $0) }
            }
            Terminal.standard.note(
                "copied and compared \(report.rows) rows and \(report.media) uploads, up to entry \(report.head) of the log"
            )
        #else
            throw CommandFailure(
                .configuration,
                "this needs a martlet that was built with the trait Postgres: swift build --traits Postgres"
            )
        #endif
    }

    /// The URL, which may hold a password: better in a file than among a process's arguments.
    private func database() throws -> String {
        guard !self.to.hasPrefix("postgres://"), !self.to.hasPrefix("postgresql://") else { return self.to }
        guard let text = FileManager.default.contents(atPath: self.to).map({ String(decoding: $0, as: UTF8.self) })
        else {
            throw CommandFailure(.configuration, "\(self.to) is neither a postgres:// URL nor a file that can be read")
        }
        return String(text.prefix { !$0.isNewline })
    }
}
