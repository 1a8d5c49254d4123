// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import MartletClient
import MartletWire

extension OutboxCommand {
    /// `martlet outbox list`.
    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list",
            abstract: "Shows what waits to be sent and what was given up, without what it says.",
            discussion: "With --json one object: {\"waiting\":[…],\"dead\":[…]}."
        )

        @OptionGroup(title: "Whose") var client: ClientOptions
        @OptionGroup(title: "Where it is kept") var state: StateOptions
        @Option(help: "How many that were given up, newest first.") var limit = 50

        private struct Contents: Encodable {
            let waiting: [WaitingCall]
            let dead: [AbandonedCall]
        }

        func validate() throws {
            guard self.limit > 0 else { throw ValidationError("--limit must be at least 1.") }
        }

        func run() async throws {
            let martlet = try await self.state.martlet(self.client)
            let contents = Contents(
                waiting: try await martlet.waitingCalls(),
                dead: try await martlet.deadLetters.list(limit: self.limit)
            )
            guard !self.client.json else {
                return try Terminal.standard.write(String(decoding: try WireEncoder().encode(contents), as: UTF8.self))
            }
            try Terminal.standard.write("WAITING")
            try Terminal.standard.show(.rows(contents.waiting))
            try Terminal.standard.write("GIVEN UP")
            try Terminal.standard.show(.rows(contents.dead))
        }
    }

    /// `martlet outbox export`.
    struct Export: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "export",
            abstract: "Prints what was given up with all that it says, one JSON object a line.",
            discussion: "It is a person's own data: keep it as you would keep theirs."
        )

        @OptionGroup(title: "Whose") var client: ClientOptions
        @OptionGroup(title: "Where it is kept") var state: StateOptions

        func run() async throws {
            for line in try await self.state.martlet(self.client).deadLetters.export() {
                try Terminal.standard.write(line)
            }
        }
    }
}

extension WaitingCall: TableRow {
    static var columns: [Column<Self>] {
        [
            .number("ID") { $0.id },
            .text("METHOD") { $0.method },
            .text("LANE", isElastic: true) { $0.lane },
            .text("QUEUED") { TimeText($0.queuedAt).description },
            .number("ATTEMPTS") { $0.attempts },
            .text("NOT BEFORE") { TimeText($0.notBefore).description },
            .text("LAST FAILURE") { $0.lastFailure ?? "" },
        ]
    }
}

extension AbandonedCall: TableRow {
    static var columns: [Column<Self>] {
        [
            .number("ID") { $0.id },
            .text("METHOD") { $0.method },
            .text("LANE", isElastic: true) { $0.lane },
            .text("GIVEN UP") { TimeText($0.abandonedAt).description },
            .number("ATTEMPTS") { $0.attempts },
            .text("REASON") { $0.reason },
            .text("RETRY") { $0.mayBeRetried ? "yes" : "no" },
        ]
    }
}
