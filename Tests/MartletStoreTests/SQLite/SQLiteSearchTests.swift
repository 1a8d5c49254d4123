// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import GRDB
import MartletStore
import MartletTesting
import MartletWire
import Testing

@Suite struct SQLiteSearchTests {
    @Test func `the index agrees with the texts after everything that can happen to them`() async throws {
        try await StoreBench.run(.sqlite) { bench in
            let store = bench.store
            let talking = try await TalkingStore(store)
            let words = ["swift", "swallow", "martin", "émigré", "lands", "never", ""]
            let (ada, open, workspace) = (talking.ada, talking.open, talking.workspace)
            var chance = SeededGenerator(seed: 5)
            var messages: [MessageID] = []
            for _ in 0..<300 {
                let body = (0..<4).map { _ in words.randomElement(using: &chance) ?? "" }.joined(separator: " ")
                let pick = messages.randomElement(using: &chance)
                let act = Int.random(in: 0..<4, using: &chance)
                let new = try await store.commit { transaction -> MessageID? in
                    let stored = try pick.flatMap { try transaction.message($0) }
                    switch (act, stored) {
                    case (0, let stored?) where stored.message.deletedAt == nil:
                        try transaction.empty(stored, in: workspace)
                    case (1, let stored?) where stored.message.deletedAt == nil:
                        try transaction.replaceBody(of: stored, in: workspace, with: body, at: stored.bodySeq)
                    default:
                        return try transaction.say(body, by: ada, in: open, of: workspace).id
                    }
                    return nil
                }
                if let new { messages.append(new) }
                if Int.random(in: 0..<20, using: &chance) == 0 { try await store.settleSearch() }
            }
            try await store.settleSearch()
            try await store.tidySearch()
            try await store.checkSearch()
        }
    }

    @Test func `tidying takes deleted words out of the file's index`() async throws {
        try await StoreBench.run(.sqlite) { bench in
            let store = bench.store
            let talking = try await TalkingStore(store)
            let message = try await talking.say("regret")
            for number in 0..<20 { try await talking.say("other \(number)") }
            try await store.settleSearch()
            try await talking.delete(message)
            #expect(try await store.blocksOfSearch(holding: "regret") > 0)
            try await store.tidySearch()
            #expect(try await store.blocksOfSearch(holding: "regret") == 0)
        }
    }

    @Test func `what is edited or deleted before it was indexed never comes into the index`() async throws {
        try await StoreBench.run(.sqlite) { bench in
            let store = bench.store
            let talking = try await TalkingStore(store)
            let (gone, edited) = (try await talking.say("regret"), try await talking.say("remorse"))
            try await talking.delete(gone)
            try await talking.edit(edited, to: "martlet")
            #expect(try await talking.find("martlet") == ["martlet"])
            #expect(try await talking.find("remorse") == [])
            for word in ["regret", "remorse"] { #expect(try await store.blocksOfSearch(holding: word) == 0) }
            try await store.checkSearch()
        }
    }

    @Test func `no message is indexed twice, however often it is searched for`() async throws {
        try await StoreBench.run(.sqlite) { bench in
            let talking = try await TalkingStore(bench.store)
            for number in 0..<3 {
                try await talking.say("swift \(number)")
                for _ in 0..<2 { #expect(try await talking.find("swift").count == number + 1) }
            }
            try await bench.store.checkSearch()
        } afterRestart: { bench in
            try await bench.store.settleSearch()
            try await bench.store.checkSearch()
        }
    }

    @Test func `what a release without a backlog stored is in the index already`() async throws {
        try await StoreBench.run(.sqlite) { bench in
            let talking = try await TalkingStore(bench.store)
            for number in 0..<3 { try await talking.say("swift \(number)") }
            try await bench.store.settleSearch()
            try await bench.store.commit { transaction in
                let transaction = try #require(transaction as? SQLiteTransaction)
                try transaction.execute("DROP TABLE search_reach")
                try transaction.execute("DELETE FROM grdb_migrations WHERE identifier = 'search reach'")
            }
        } afterRestart: { bench in
            #expect(try await bench.store.backlogOfSearch() == 0)
            try await bench.store.checkSearch()
        }
    }

    @Test(.timeLimit(.minutes(1))) func `many messages are indexed without anybody searching, a few wait`() async throws
    {
        try await StoreBench.run(.sqlite) { bench in
            let store = bench.store
            let talking = try await TalkingStore(store)
            try await talking.say("swift")
            #expect(try await store.backlogOfSearch() == 1)
            let (ada, open, workspace) = (talking.ada, talking.open, talking.workspace)
            try await store.commit { transaction in
                for _ in 1..<SearchBacklog.portion {
                    _ = try transaction.say("swift", by: ada, in: open, of: workspace)
                }
            }
            // The index is written after the senders were told, and before whatever comes next.
            try await store.commit { _ in }
            #expect(try await store.backlogOfSearch() == 0)
        }
    }

    @Test func `on a full disk the index stays as it is, says so, and catches up`() async throws {
        try await StoreBench.run(.sqlite) { bench in
            let store = bench.store
            let talking = try await TalkingStore(store)
            try await talking.say("early swift")
            try await store.settleSearch()
            let text = (0..<1500).map { "word\($0)" }.joined(separator: " ")
            for _ in 0..<8 { try await talking.say("late swift " + text) }
            try await store.commit { try ($0 as? SQLiteTransaction)?.execute("PRAGMA max_page_count = 1") }
            let failure = await #expect(throws: CommitFailure.self) { try await store.settleSearch() }
            #expect(failure?.reason == "the disk is full")
            let ada = talking.ada
            let found = try await store.read { snapshot in
                try snapshot.search(SearchQuery("swift"), by: ada, in: .everything, before: nil, limit: 50)
            }
            #expect(found.messages.map(\.body) == ["early swift"])
            try await store.commit { try ($0 as? SQLiteTransaction)?.execute("PRAGMA max_page_count = 1000000") }
            #expect(try await talking.find("swift").count == 9)
            try await store.checkSearch()
        }
    }

    @Test func `the queries behind history use their indices`() async throws {
        let plans: [(sql: String, index: String)] = [
            (
                "SELECT * FROM message m WHERE m.channel_id = 1 AND m.id > 5 AND m.id < 9 ORDER BY m.id LIMIT 3",
                "message_channel (channel_id=? AND id>? AND id<?)"
            ),
            (
                "SELECT * FROM message m WHERE m.channel_id = 1 AND m.pinned IS NOT NULL AND m.id > 5 ORDER BY m.id",
                "message_pinned"
            ),
            ("SELECT * FROM message m WHERE m.thread_id = 1 AND m.id > 5 ORDER BY m.id LIMIT 3", "message_thread"),
        ]
        try await StoreBench.run(.sqlite) { bench in
            let store = bench.store
            for (sql, index) in plans {
                let plan = try await store.read { snapshot in
                    let snapshot = try #require(snapshot as? SQLiteSnapshot)
                    return try snapshot.rows("EXPLAIN QUERY PLAN \(sql)").map { $0["detail"] as String }.joined()
                }
                #expect(plan.contains(index) && !plan.contains("TEMP B-TREE"), "\(plan)")
            }
        }
    }
}

extension Store {
    /// Compares the index with the texts, word by word.
    fileprivate func checkSearch() async throws {
        try await self.commit { transaction in
            let transaction = try #require(transaction as? SQLiteTransaction)
            try transaction.execute("INSERT INTO message_search (message_search, rank) VALUES ('integrity-check', 1)")
        }
    }

    /// How many blocks of the index have a word in them.
    fileprivate func blocksOfSearch(holding word: String) async throws -> Int64 {
        try await self.read { snapshot in
            let snapshot = try #require(snapshot as? SQLiteSnapshot)
            return try snapshot.integer(
                "SELECT COUNT(*) FROM message_search_data WHERE INSTR(block, CAST(? AS BLOB)) > 0",
                [word]
            ) ?? 0
        }
    }

    /// How many messages the index does not know yet.
    fileprivate func backlogOfSearch() async throws -> Int {
        try await self.read { try #require($0 as? SQLiteSnapshot).searchBacklog() }
    }
}
