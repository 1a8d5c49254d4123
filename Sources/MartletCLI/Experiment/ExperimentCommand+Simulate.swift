// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import MartletRules
import MartletWire

extension ExperimentCommand {
    /// Deals out a crowd that does not exist.
    struct Simulate: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Prints how an experiment deals out a crowd, beside how it is meant to."
        )

        @OptionGroup var options: ExperimentOptions
        @Option(help: "How many subjects, from 1 to 10000000.") var subjects = 10_000
        @Option(help: "How they are named: random, or user-1, user-2 and so on.") var ids = SimulatedSubjects.random
        @Flag(help: "Print JSON, for scripts.") var json = false

        func validate() throws {
            guard (1...10_000_000).contains(self.subjects) else {
                throw ValidationError("--subjects must be from 1 to 10000000.")
            }
        }

        func run() throws {
            let experiment = try self.options.load()
            var generator = SystemRandomNumberGenerator()
            let names = self.ids.names(self.subjects, using: &generator)
            let split = ExperimentSplit(ExperimentSimulation(of: experiment, over: names), of: experiment)
            if self.json {
                try Terminal.standard.write(WireEncoder().encode(split) + [UInt8(ascii: "\n")], to: .output)
            } else {
                try Terminal.standard.show(.rows(split.variants))
            }
            for part in split.variants where part.strays {
                let name = TerminalText(part.variant).string
                let (share, meant) = (PercentText(part.share), PercentText(part.expected))
                Terminal.standard.note("warning: \(name) gets \(share) where \(meant) is meant, which is not chance")
            }
        }
    }
}

extension SimulatedSubjects: ExpressibleByArgument {}
