// SPDX-License-Identifier: Apache-2.0

import ArgumentParser

extension BenchCommand {
    /// `martlet bench fanout`.
    struct Fanout: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "One channel that many listen to.")

        @OptionGroup var options: BenchOptions
        @Option(help: "How many listen.") var connections = FanoutScenario().people
        @Option(help: "Messages a second.") var rate = 20.0
        @Option(help: "How long to send, unless it is a flood.") var seconds = FanoutScenario().seconds
        @Flag(help: "Send as fast as messages are heard, in place of a rate.") var flood = false
        @Option(help: "How many messages a flood has.") var messages = FanoutScenario().messages
        @Option(help: "Messages of a flood that are under way at once.") var window = FanoutScenario().window

        func validate() throws {
            try ValidationError.refuse(
                unlessPositive: ("connections", Double(self.connections)),
                ("rate", self.rate),
                ("seconds", self.seconds)
            )
            try ValidationError.refuse(
                unlessPositive: ("messages", Double(self.messages)),
                ("window", Double(self.window))
            )
        }

        func run() async throws {
            let scenario = FanoutScenario(
                people: self.connections,
                rate: self.flood ? nil : self.rate,
                seconds: self.seconds,
                messages: self.messages,
                window: self.window
            )
            try await self.options.run { try await $0.run(scenario, into: &$1) }
        }
    }

    /// `martlet bench channels`.
    struct Channels: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Many small channels, less the cost of the same sends without listeners."
        )

        @OptionGroup var options: BenchOptions
        @Option(help: "How many channels there are.") var channels = ChannelsScenario().channels
        @Option(help: "How many listen to each.") var listeners = ChannelsScenario().listeners
        @Option(help: "Messages a second, to all channels by turns.") var rate = ChannelsScenario().rate
        @Option(help: "How long to send.") var seconds = ChannelsScenario().seconds

        func validate() throws {
            try ValidationError.refuse(
                unlessPositive: ("channels", Double(self.channels)),
                ("listeners", Double(self.listeners))
            )
            try ValidationError.refuse(unlessPositive: ("rate", self.rate), ("seconds", self.seconds))
        }

        func run() async throws {
            let scenario = ChannelsScenario(
                channels: self.channels,
                listeners: self.listeners,
                rate: self.rate,
                seconds: self.seconds
            )
            try await self.options.run { try await $0.run(scenario, into: &$1) }
        }
    }

    /// `martlet bench resume`.
    struct Resume: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Everyone is cut off, misses messages, and comes back at once."
        )

        @OptionGroup var options: BenchOptions
        @Option(help: "How many come back.") var connections = ResumeScenario().people
        @Option(help: "How many messages each has missed; at most 500 are replayed.") var missed = ResumeScenario()
            .missed

        func validate() throws {
            try ValidationError.refuse(
                unlessPositive: ("connections", Double(self.connections)),
                ("missed", Double(self.missed))
            )
        }

        func run() async throws {
            let scenario = ResumeScenario(people: self.connections, missed: self.missed)
            try await self.options.run { try await $0.run(scenario, into: &$1) }
        }
    }
}
