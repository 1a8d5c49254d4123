// SPDX-License-Identifier: Apache-2.0

import ArgumentParser

extension BenchCommand {
    /// `martlet bench all`.
    struct All: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Everything but the filling of a store, as docs/performance.md tells it."
        )

        @OptionGroup var options: BenchOptions
        @Option(help: "Connections, channels, listeners and senders: so many hundredths of the usual.") var percent =
            100

        @Option(help: "How long each phase lasts that has a length; some seconds by default.") var seconds: Double?

        func validate() throws {
            try ValidationError.refuse(unlessPositive: ("seconds", self.seconds ?? 1))
            guard (1...100).contains(self.percent) else { throw ValidationError("--percent must be 1 to 100.") }
        }

        func run() async throws {
            let percent = self.percent
            func part(_ whole: Int) -> Int { max(1, whole * percent / 100) }
            let seconds = self.seconds
            let fanout = FanoutScenario(
                people: part(FanoutScenario().people),
                seconds: seconds ?? FanoutScenario().seconds
            )
            let flood = FanoutScenario(people: fanout.people, rate: nil)
            let channels = ChannelsScenario(
                channels: part(ChannelsScenario().channels),
                rate: Double(part(Int(ChannelsScenario().rate))),
                seconds: seconds ?? ChannelsScenario().seconds
            )
            let connect = ConnectScenario(people: part(ConnectScenario().people))
            let idle = IdleScenario(
                people: part(IdleScenario().people),
                seconds: seconds ?? IdleScenario().seconds
            )
            let resume = ResumeScenario(people: part(ResumeScenario().people))
            let send = SendScenario(
                senders: part(SendScenario().senders),
                seconds: seconds ?? SendScenario().seconds
            )
            try await self.options.run { bench, report in
                try await bench.run(fanout, into: &report)
                try await bench.run(flood, into: &report)
                try await bench.run(channels, into: &report)
                try await bench.run(connect, into: &report)
                try await bench.run(idle, into: &report)
                try await bench.run(resume, into: &report)
                try await bench.run(send, into: &report)
            }
        }
    }
}
