// SPDX-License-Identifier: Apache-2.0

import ArgumentParser

/// `martlet mention`.
struct MentionCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mention",
        abstract: "Where the caller is mentioned.",
        subcommands: [List.self, MarkSeen.self]
    )
}
