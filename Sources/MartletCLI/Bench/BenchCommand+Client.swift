// SPDX-License-Identifier: Apache-2.0

import ArgumentParser

extension BenchCommand {
    /// `martlet bench client`.
    struct Client: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "What the client costs: its outbox, its stream, its work sessions, a day of it.",
            discussion: """
                The client is this very process. It calls and follows a server of its own over loopback; what needs no server is \
                measured without one.
                """
        )

        @OptionGroup var options: BenchOptions
        @Option(help: "How many calls the outbox takes in, and how many it delivers.") var calls = 8000
        @Option(help: "How many events are decoded and applied.") var events = 400_000
        @Option(help: "How many work sessions begin and end.") var sessions = 200
        @Option(help: "How long an idle client is watched.") var seconds = 60.0
        @Option(help: "How many minutes the simulated day has.") var minutes = 1440

        func validate() throws {
            try ValidationError.refuse(
                unlessPositive: ("calls", Double(self.calls)),
                ("events", Double(self.events)),
                ("sessions", Double(self.sessions))
            )
            try ValidationError.refuse(unlessPositive: ("seconds", self.seconds))
            guard self.calls <= 9000 else { throw ValidationError("--calls must be at most 9000: an outbox's room.") }
            guard self.minutes > 60 else { throw ValidationError("--minutes must be more than 60.") }
        }

        func run() async throws {
            let day = ClientDay(minutes: self.minutes)
            let (outbox, stream) = (OutboxLoad(calls: self.calls), EventLoad(events: self.events))
            let (work, idle) = (WorkLoad(sessions: self.sessions), IdleClient(seconds: self.seconds))
            try await self.options.run { bench, report in
                for round in 1...bench.rounds {
                    try await Progress.showing("client: round \(round) of \(bench.rounds)") { progress in
                        report.add([try await outbox.enqueued(), try stream.applied()], of: "client")
                        progress.advanced(to: 0.2)
                        try await bench.withServer { server in
                            report.add([try await outbox.acknowledged(by: server)], of: "client")
                            progress.advanced(to: 0.4)
                            report.add([try await stream.resumed(from: server)], of: "client")
                            report.add(try await work.ended(at: server), of: "client")
                            progress.advanced(to: 0.6)
                            report.add([try await idle.watched(at: server)], of: "client")
                        }
                        progress.advanced(to: 0.8)
                        report.add([try await day.passed()], of: "client")
                    }
                }
            }
        }
    }
}
