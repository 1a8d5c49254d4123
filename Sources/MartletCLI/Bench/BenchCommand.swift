// SPDX-License-Identifier: Apache-2.0

import ArgumentParser

/// `martlet bench`.
struct BenchCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench",
        abstract: "Measures what serving costs on this machine.",
        discussion: """
            Each round starts this binary as a server of its own, in dev mode without rate limits or TLS, on a port that the \
            system picks and with a temporary data directory. Every delivery is counted and checked: one that is missing or \
            comes twice makes the command fail. Figures are the server's processor time and memory; compare only what was \
            measured in one run.
            """,
        subcommands: [
            All.self, Fanout.self, Channels.self, Connect.self, Idle.self, Resume.self, Send.self, Fill.self,
            Client.self,
        ],
        defaultSubcommand: All.self
    )
}
