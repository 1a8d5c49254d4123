// SPDX-License-Identifier: Apache-2.0

import GRDB
import MartletClient
import MartletRules
import MartletWire
import Testing

@Suite struct OutboxSchemaTests {
    private func write(_ sql: String, into place: OutboxPlace) throws {
        let queue = try DatabaseQueue(path: place.file)
        try queue.write { try $0.execute(sql: sql) }
        try queue.close()
    }

    @Test func `R1-10: an item that lacks what later releases keep still loads`() async throws {
        let place = OutboxPlace()
        try place.open().close()
        let columns = "account, key, lane, method, params, queued_at"
        try self.write("INSERT INTO item (\(columns)) VALUES ('ann', 'k', 'l', 'm', x'7B7D', 5)", into: place)
        let entries = try await place.open().storage(for: "ann").entries(after: 0)
        #expect(entries.map(\.key) == ["k"])
        #expect(entries.map(\.history) == [DeliveryHistory()])
        #expect(entries.map(\.queuedAt) == [5])
    }

    @Test func `what a later release calls a fault or a reason is read as a refusal, and stays a dead letter`()
        async throws
    {
        let place = OutboxPlace()
        try place.open().close()
        let columns = "account, key, lane, method, params, queued_at, state, dead_reason, fault"
        let values = "'ann', 'k', 'l', 'm', x'7B7D', 5, 3, 'tomorrow', 'unheard_of'"
        try self.write("INSERT INTO item (\(columns)) VALUES (\(values))", into: place)
        let letters = try await place.open().storage(for: "ann").deadLetters()
        #expect(letters.map(\.reason) == [.refused(DeliveryFault(.invalid))])
    }

    @Test func `a file that a newer release wrote is left alone`() throws {
        let place = OutboxPlace()
        try place.open().close()
        try self.write("INSERT INTO grdb_migrations (identifier) VALUES ('of tomorrow')", into: place)
        let error = #expect(throws: OutboxError.self) { _ = try place.open() }
        #expect(error?.code == .newer)
    }

    @Test func `ends of long ago are forgotten, and those of things that wait are not`() async throws {
        let place = OutboxPlace()
        try place.open().close()
        let ended = AggregateStage.closed.rawValue
        try self.write(
            """
            INSERT INTO aggregate (account, lane, stage, changed_at) VALUES ('ann', 'old', \(ended), 0);
            INSERT INTO aggregate (account, lane, stage, changed_at) VALUES ('ann', 'young', \(ended), 2591999999)
            """,
            into: place
        )
        let storage = try place.open(at: 2_592_000_001).storage(for: "ann")
        #expect(try await storage.enqueue([.end("old"), .end("young")], at: 0) == [.queued, .duplicate])
    }
}
