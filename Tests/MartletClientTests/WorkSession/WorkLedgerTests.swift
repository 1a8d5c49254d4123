// SPDX-License-Identifier: Apache-2.0

import MartletClient
import MartletRules
import MartletWire
import Testing

struct WorkLedgerTests {
    private func watched(_ lane: String) -> OutboxDraft {
        var draft = OutboxDraft.start(lane)
        draft.isWatched = true
        return draft
    }

    @Test func `work that was begun is abandoned once nothing was heard of it`() async throws {
        let place = OutboxPlace()
        let storage = try place.open().storage(for: "ann")
        _ = try await storage.enqueue([self.watched("a"), self.watched("b"), .start("of a command")], at: 1000)
        try await storage.noteWork(on: "b", worked: .milliseconds(2500), at: 4000)
        #expect(try await storage.abandonedWork(since: 999).isEmpty)
        #expect(
            try await storage.abandonedWork(since: 1000) == [AbandonedWork(lane: "a", worked: .zero, seenAt: 1000)]
        )
        let all = try await place.crashed().open().storage(for: "ann").abandonedWork(since: 9000)
        #expect(all.map(\.lane) == ["a", "b"] && all.map(\.worked) == [.zero, .milliseconds(2500)])
        #expect(try await place.open().storage(for: "bob").abandonedWork(since: 9000).isEmpty)
    }

    @Test func `work that has its end, or needs none, is not abandoned`() async throws {
        let storage = try OutboxPlace().open().storage(for: "ann")
        _ = try await storage.enqueue([self.watched("a"), self.watched("b"), .end("a")], at: 1000)
        try await storage.forgetWork(on: "b")
        #expect(try await storage.abandonedWork(since: 9000).isEmpty)
    }

    @Test func `an installation keeps its name`() throws {
        let place = OutboxPlace()
        let first = try place.open()
        first.close()
        #expect(try place.open().installation == first.installation)
        #expect(try OutboxPlace().open().installation != first.installation)
        let client = LocalID(rawValue: first.installation)
        try ClientReportDeadLetters(client: client, letters: []).validate(within: .standard)
    }
}
