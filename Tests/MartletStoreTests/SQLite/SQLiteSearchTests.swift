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
            }
            try await store.tidySearch()
            try await store.commit { transaction in
                let transaction = try #require(transaction as? SQLiteTransaction)
                try transaction.execute(
                    "INSERT INTO message_search (message_search, rank) VALUES ('integrity-check', 1)"
                )
            }
        }
    }

    @Test func `tidying takes deleted words out of the file's index`() async throws {
        try await StoreBench.run(.sqlite) { bench in
            let store = bench.store
            let talking = try await TalkingStore(store)
            func copies() async throws -> Int64? {
                try await store.read { snapshot in
                    let snapshot = try #require(snapshot as? SQLiteSnapshot)
                    return try snapshot.integer(
                        "SELECT COUNT(*) FROM message_search_data WHERE INSTR(block, CAST('regret' AS BLOB)) > 0"
                    )
                }
            }
            let message = try await talking.say("regret")
            for number in 0..<20 { try await talking.say("other \(number)") }
            try await talking.delete(message)
            #expect(try await copies() ?? 0 > 0)
            try await store.tidySearch()
            #expect(try await copies() == 0)
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
