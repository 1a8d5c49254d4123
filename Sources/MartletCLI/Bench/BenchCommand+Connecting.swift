// SPDX-License-Identifier: Apache-2.0

import ArgumentParser

extension BenchCommand {
    /// `martlet bench connect`.
    struct Connect: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Everyone comes at once.")

        @OptionGroup var options: BenchOptions
        @Option(help: "How many come.") var connections = ConnectScenario().people

        func validate() throws {
            try ValidationError.refuse(unlessPositive: ("connections", Double(self.connections)))
        }

        func run() async throws {
            let scenario = ConnectScenario(people: self.connections)
            try await self.options.run { try await $0.run(scenario, into: &$1) }
        }
    }

    /// `martlet bench idle`.
    struct Idle: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Memory of connections on which nothing is said.")

        @OptionGroup var options: BenchOptions
        @Option(help: "How many are there, each in one channel with four others.") var connections = IdleScenario()
            .people
        @Option(help: "How long to leave them in peace.") var seconds = IdleScenario().seconds

        func validate() throws {
            try ValidationError.refuse(
                unlessPositive: ("connections", Double(self.connections)),
                ("seconds", self.seconds)
            )
        }

        func run() async throws {
            let scenario = IdleScenario(people: self.connections, seconds: self.seconds)
            try await self.options.run { try await $0.run(scenario, into: &$1) }
        }
    }
}
