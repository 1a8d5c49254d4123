// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import MartletClient
import MartletWire

extension OutboxCommand {
    /// `martlet outbox flush`.
    struct Flush: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "flush",
            abstract: "Sends what waits, and shows how far that is.",
            discussion:
                "With --json one object: {\"sent\":…,\"waiting\":…,\"dead\":…}. Status 69 if something still waits."
        )

        @OptionGroup(title: "Whom to call") var client: ClientOptions
        @OptionGroup(title: "Where it is kept") var state: StateOptions
        @Option(help: ArgumentHelp("How long to go on trying.", valueName: "duration"))
        var within = DurationText(.seconds(30))

        func run() async throws {
            try await Drain(client: self.client, within: self.within.duration).run(self.state.martlet(self.client))
        }
    }

    /// `martlet outbox retry`.
    struct Retry: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "retry",
            abstract: "Tries again what was given up, under its old key, and sends what waits.",
            discussion: "What may have had its effect is never tried again: discard it, or carry it over by hand."
        )

        @OptionGroup(title: "Whom to call") var client: ClientOptions
        @OptionGroup(title: "Where it is kept") var state: StateOptions
        @OptionGroup var chosen: LetterOptions
        @Option(help: ArgumentHelp("How long to go on trying.", valueName: "duration"))
        var within = DurationText(.seconds(30))

        func run() async throws {
            let martlet = try await self.state.martlet(self.client)
            if self.chosen.all {
                // Beginnings first: each brings its end along.
                for letter in try await martlet.deadLetters.list(limit: .max).reversed() where letter.mayBeRetried {
                    try await Self.retry(letter.id, on: martlet)
                }
            } else {
                for id in self.chosen.ids { try await martlet.deadLetters.retry(id) }
            }
            try await Drain(client: self.client, within: self.within.duration).run(martlet)
        }

        /// Tries one of many again; passes over what came along with its beginning, or has to wait for that.
        private static func retry(_ id: Int64, on martlet: Martlet) async throws {
            do {
                try await martlet.deadLetters.retry(id)
            } catch {
                guard error.code == .notFound || error.code == .conflict else { throw error }
            }
        }
    }

    /// `martlet outbox discard`.
    struct Discard: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "discard",
            abstract: "Removes what was given up, for good."
        )

        @OptionGroup(title: "Whom to call") var client: ClientOptions
        @OptionGroup(title: "Where it is kept") var state: StateOptions
        @OptionGroup var chosen: LetterOptions

        func run() async throws {
            let martlet = try await self.state.martlet(self.client)
            let ids = self.chosen.all ? try await martlet.deadLetters.list(limit: .max).map(\.id) : self.chosen.ids
            for id in ids { try await martlet.deadLetters.discard(id) }
            // The server is told now if it is there, and otherwise along with the next call.
            try? await martlet.deadLetters.report()
            Terminal.standard.note("\(ids.count) discarded")
        }
    }
}

/// Which of the calls that were given up.
struct LetterOptions: ParsableArguments {
    @Argument(help: "Their ids, as martlet outbox list shows them.") var ids: [Int64] = []
    @Flag(help: "All of them.") var all = false

    func validate() throws {
        guard self.all != !self.ids.isEmpty else { throw ValidationError("Give ids, or --all.") }
    }
}

/// Sends what waits, and says what came of it.
private struct Drain {
    private struct Outcome: Encodable {
        let sent: Int
        let waiting: Int
        let dead: Int
    }

    let client: ClientOptions
    let within: Duration

    func run(_ martlet: Martlet) async throws {
        let deadBefore = try await martlet.deadLetters.list(limit: .max).count
        let (before, after) = try await Progress.showing("sending what waits") { progress in
            try await martlet.drain(within: self.within, progress)
        }
        let dead = try await martlet.deadLetters.list(limit: .max).count
        // What sends tells it by itself, unless it ends first; a server that has answered everything is there.
        if after == 0, dead != deadBefore { try? await martlet.deadLetters.report() }
        let outcome = Outcome(sent: max(0, before - after - max(0, dead - deadBefore)), waiting: after, dead: dead)
        if self.client.json {
            try Terminal.standard.write(String(decoding: try WireEncoder().encode(outcome), as: UTF8.self))
        } else {
            try Terminal.standard.write("\(outcome.sent) sent, \(outcome.waiting) waiting, \(outcome.dead) given up")
        }
        guard after == 0 else { throw CommandFailure(.unavailable, "\(after) of \(before) calls still wait") }
    }
}
