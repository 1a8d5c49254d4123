// SPDX-License-Identifier: Apache-2.0

import ArgumentParser

/// `martlet admin`.
struct AdminCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "admin",
        abstract: "What operators see and do.",
        subcommands: [
            Connections.self, Disconnect.self, Stats.self, LogTail.self, Drain.self, UserDisable.self, UserEnable.self,
            SignOut.self, DeadLetters.self,
        ]
    )
}
