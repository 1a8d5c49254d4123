// SPDX-License-Identifier: Apache-2.0

import ArgumentParser

/// `martlet session`.
struct SessionCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "session",
        abstract: "Work sessions: who works on which pull request, and for how long.",
        subcommands: [
            Start.self, Heartbeat.self, End.self, Get.self, List.self, Totals.self, Watch.self,
        ]
    )
}
