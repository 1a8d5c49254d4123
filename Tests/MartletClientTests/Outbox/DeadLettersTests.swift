// SPDX-License-Identifier: Apache-2.0

import MartletClient
import MartletRules
import MartletTesting
import MartletWire
import Testing

/// What an application does with calls that were given up, over HTTP.
@Suite(.timeLimit(.minutes(1))) struct DeadLettersTests {
    private static let call = MessageSend(channelID: 3, body: "for ann's eyes")

    /// Runs a test with one call that the server refused.
    private static func refused(_ body: (WorkRun, Martlet, AbandonedCall) async throws -> Void) async throws {
        let run = WorkRun()
        run.work.refuse { $0 is MessageSend ? RPCError(.notFound, "no channel for ann") : nil }
        try await run.with { url in
            let martlet = try run.martlet(at: url)
            try await run.running(martlet) {
                let posting = try await martlet.call(Self.call, .durable(lane: "channel 3", within: .seconds(3600)))
                guard case .refused = posting else { throw Unexpected() }
                let letters = try await martlet.deadLetters.list()
                try await body(run, martlet, try #require(letters.first))
            }
        }
    }

    @Test func `Q3: a call that was given up is listed with its reason and without what it says`() async throws {
        try await Self.refused { _, martlet, letter in
            #expect(letter.method == "message.send" && letter.lane == "channel 3" && letter.attempts == 1)
            #expect(letter.reason == "refused: not_found (-32004)" && letter.code == -32004 && letter.mayBeRetried)
            let told = String(decoding: try WireEncoder().encode(letter), as: UTF8.self)
            #expect(!told.contains("eyes"))
            #expect(try await martlet.deadLetters.list(limit: 0).isEmpty)
            #expect(try await martlet.waitingCalls().isEmpty)
        }
    }

    @Test func `Q3: an export is a line for each with all that it says`() async throws {
        try await Self.refused { _, martlet, letter in
            let lines = try await martlet.deadLetters.export()
            let line = try WireDecoder().decode(JSONValue.self, from: Array(try #require(lines.first).utf8))
            #expect(lines.count == 1 && line["key"] == .string(letter.key))
            #expect(line["params"]?["body"] == "for ann's eyes")
        }
    }

    @Test func `Q3: the server is told of it along with its next answer, and of its end`() async throws {
        try await Self.refused { run, martlet, letter in
            try await run.work.reached { !$0.calls(of: ClientReportDeadLetters.self).isEmpty }
            let report = try #require(run.work.calls(of: ClientReportDeadLetters.self).first)
            let count = DeadLetterCount(method: "message.send", reason: .refused, count: 1)
            #expect(report.letters == [count])
            #expect(try !report.params.description.contains("eyes"))
            try await martlet.deadLetters.discard(letter.id)
            try await martlet.deadLetters.report()
            let last = try #require(run.work.calls(of: ClientReportDeadLetters.self).last)
            #expect(last.letters.isEmpty && last.client == report.client)
            #expect(try await martlet.deadLetters.list().isEmpty)
        }
    }

    @Test func `Q3: a retry sends it under its old key, once`() async throws {
        try await Self.refused { run, martlet, letter in
            run.work.refuse { _ in nil }
            try await martlet.deadLetters.retry(letter.id)
            try await run.work.reached { $0.calls(of: MessageSend.self).count == 2 }
            #expect(run.work.calls(of: MessageSend.self).map(\.idempotencyKey) == [letter.key, letter.key])
            while try await !martlet.waitingCalls().isEmpty { try await Task.sleep(for: .milliseconds(1)) }
            #expect(try await martlet.deadLetters.list().isEmpty)
            let error = await #expect(throws: RPCError.self) { try await martlet.deadLetters.retry(letter.id) }
            #expect(error?.code == .notFound)
        }
    }

    @Test func `a client without dead letters reports nothing`() async throws {
        let run = WorkRun()
        try await run.with { url in
            let martlet = try run.martlet(at: url)
            try await run.running(martlet) {
                let call = ActivityRecord(activities: [])
                for _ in 0..<3 { _ = try await martlet.call(call, .durable(lane: "c", within: .seconds(3600))) }
            }
        }
        #expect(run.work.calls(of: ClientReportDeadLetters.self).isEmpty)
    }
}
