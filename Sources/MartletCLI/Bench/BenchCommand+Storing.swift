// SPDX-License-Identifier: Apache-2.0

import ArgumentParser

extension BenchCommand {
    /// `martlet bench send`.
    struct Send: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Durable sends: each sender's next message follows when the last is on disk."
        )

        @OptionGroup var options: BenchOptions
        @Option(help: "How many people write, each on a socket and in a channel of their own.")
        var senders = SendScenario().senders
        @Option(help: "How long to send.") var seconds = SendScenario().seconds

        func validate() throws {
            try ValidationError.refuse(unlessPositive: ("senders", Double(self.senders)), ("seconds", self.seconds))
        }

        func run() async throws {
            let scenario = SendScenario(senders: self.senders, seconds: self.seconds)
            try await self.options.run { try await $0.run(scenario, into: &$1) }
        }
    }

    /// `martlet bench fill`.
    struct Fill: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "What a send costs when many messages are stored, beside what it costs when few are.",
            discussion: """
                The messages are stored without a server, by the rules and commits that one has, and with the search index. Ten \
                million take some minutes and some 15 GB in --directory.
                """
        )

        @OptionGroup var options: BenchOptions
        @Option(help: "How many messages to store first.") var messages = 10_000_000
        @Option(help: "How many people write.") var senders = SendScenario().senders
        @Option(help: "How long to send.") var seconds = SendScenario().seconds

        func validate() throws {
            try ValidationError.refuse(unlessPositive: ("senders", Double(self.senders)), ("seconds", self.seconds))
            guard self.messages > 10 else { throw ValidationError("--messages must be more than 10.") }
            guard self.options.server == nil else {
                throw ValidationError("fill needs a server of its own: leave --server out.")
            }
        }

        func run() async throws {
            let send = SendScenario(senders: self.senders, seconds: self.seconds)
            let messages = self.messages
            try await self.options.run { try await $0.measureGrowth(to: messages, send, into: &$1) }
        }
    }
}

extension Bench {
    /// Measures sends into an almost empty and into a full store.
    func measureGrowth(to messages: Int, _ send: SendScenario, into report: inout BenchReport) async throws {
        let empty = StoredScenario(stored: 10, send: send, figure: .processorPerSendEmpty)
        let full = StoredScenario(stored: messages, send: send, figure: .processorPerSendFull)
        try await self.run(empty, into: &report)
        try await self.run(full, into: &report)
        guard let before = report.median(of: empty.figure), let after = report.median(of: full.figure), before > 0
        else { return }
        report.add([Reading(.growth, after / before)], of: empty.name)
    }
}
