// SPDX-License-Identifier: Apache-2.0

import MartletStore
import MartletWire
import Testing

@Suite struct SearchConformance {
    /// What is searched for, in what, and whether it is found.
    private static let cases: [(query: String, text: String, isFound: Bool)] = [
        ("swift", "A Swift never lands", true),
        ("SWIFT", "a swift never lands", true),
        ("swif", "a swift never lands", false),
        ("swif*", "a swift never lands", true),
        ("s*", "a swift never lands", false),
        ("sw*", "a swift never lands", true),
        ("never swift", "a swift never lands", true),
        ("swift eagle", "a swift never lands", false),
        (#""swift never""#, "a swift never lands", true),
        (#""never swift""#, "a swift never lands", false),
        (#""swift never" lands"#, "a swift never lands", true),
        (#""never lan*""#, "a swift never lands", true),
        (#""never lands"#, "a swift never lands", true),
        ("emigre", "the émigré", true),
        ("ÉMIGRÉ", "the emigre", true),
        ("e\u{301}migre\u{301}", "the \u{e9}migr\u{e9}", true),
        ("ångström", "ANGSTROM", true),
        ("привет", "Привет, мир", true),
        ("foo-bar", "the foo-bar thing", true),
        ("bar-foo", "the foo-bar thing", false),
        ("v1.2", "since v1.2 or so", true),
        ("swift!", "a swift never lands", true),
        ("swift AND eagle", "a swift never lands", false),
        ("swift OR eagle", "a swift never lands", false),
        ("NOT swift", "a swift never lands", false),
        ("body:swift", "a swift never lands", false),
        ("place", "a swift never lands", false),
        ("(swift)", "a swift never lands", true),
        ("swift*never", "a swift never lands", true),
        ("^swift", "a swift never lands", true),
        ("{body}", "a swift never lands", false),
        ("NEAR(swift lands)", "a swift never lands", false),
        ("'; DROP TABLE message; --", "drop table message", true),
    ]

    @Test(arguments: StoreKind.all)
    func `words, phrases and beginnings are found whatever their case and diacritics`(_ kind: StoreKind) async throws {
        try await StoreBench.run(kind) { bench in
            let store = bench.store
            let talking = try await TalkingStore(store)
            for (query, text, isFound) in Self.cases {
                let message = try await talking.say(text)
                #expect(try await talking.find(query) == (isFound ? [text] : []), "\(query) in \(text)")
                try await talking.delete(message)
            }
        }
    }

    @Test(arguments: StoreKind.all)
    func `no text is an error`(_ kind: StoreKind) async throws {
        try await StoreBench.run(kind) { bench in
            let store = bench.store
            let talking = try await TalkingStore(store)
            try await talking.say("a swift never lands")
            let empty = ["\"", "\"\"", "*", "***", " ", "!?", "👩‍👩‍👧", "\u{0}", "\"*\"", "* *", "-", "()", "\u{301}"]
            for query in empty { #expect(try await talking.find(query) == [], "\(query)") }
            for query in ["swift \"", "\"\" swift", "swift *", "* swift", "swift 👍", "swift \u{0}"] {
                #expect(try await talking.find(query) == ["a swift never lands"], "\(query)")
            }
        }
    }

    @Test(arguments: StoreKind.all)
    func `only what a person may read is found`(_ kind: StoreKind) async throws {
        try await StoreBench.run(kind) { bench in
            let store = bench.store
            let talking = try await TalkingStore(store)
            try await talking.say("open swift", in: talking.open)
            try await talking.say("closed swift", in: talking.closed)
            #expect(try await talking.find("swift") == ["closed swift", "open swift"])
            #expect(try await talking.find("swift", as: talking.ben) == ["open swift"])
            #expect(try await talking.find("swift", as: talking.ben, in: .channel(talking.closed)) == [])
            #expect(try await talking.find("swift", as: talking.cleo) == [])
            #expect(try await talking.find("swift", as: talking.cleo, in: .workspace(talking.workspace)) == [])
            #expect(try await talking.find("swift", in: .channel(talking.open)) == ["open swift"])
            #expect(try await talking.find("swift", in: .workspace(talking.workspace)).count == 2)
            #expect(try await talking.find("swift", in: .workspace(999)) == [])
        }
    }

    @Test(arguments: StoreKind.all)
    func `pages go from the newest to the oldest`(_ kind: StoreKind) async throws {
        try await StoreBench.run(kind) { bench in
            let store = bench.store
            let talking = try await TalkingStore(store)
            var ids: [MessageID] = []
            for number in 0..<5 { ids.append(try await talking.say("swift \(number)").id) }
            let ada = talking.ada
            try await store.settleSearch()
            func page(_ before: MessageID?) async throws -> MessagePage {
                try await store.read { snapshot in
                    try snapshot.search(SearchQuery("swift"), by: ada, in: .everything, before: before, limit: 2)
                }
            }
            let first = try await page(nil)
            #expect(first.messages.map(\.id) == [ids[4], ids[3]] && first.hasMore)
            let last = try await page(ids[1])
            #expect(last.messages.map(\.id) == [ids[0]] && !last.hasMore)
        }
    }

    @Test(arguments: StoreKind.all)
    func `deleted and edited text is never found, nor what was undone`(_ kind: StoreKind) async throws {
        struct Undone: Error {}
        try await StoreBench.run(kind) { bench in
            let store = bench.store
            let talking = try await TalkingStore(store)
            let (gone, edited) = (try await talking.say("first swallow"), try await talking.say("second swallow"))
            #expect(try await talking.find("swallow").count == 2)
            try await talking.delete(gone)
            let workspace = talking.workspace
            try await talking.edit(edited, to: "martlet")
            #expect(try await talking.find("swallow") == [])
            #expect(try await talking.find("martlet") == ["martlet"])
            let (ada, open) = (talking.ada, talking.open)
            await #expect(throws: Undone.self) {
                try await store.commit { transaction in
                    _ = try transaction.say("phantom", by: ada, in: open, of: workspace)
                    throw Undone()
                }
            }
            try await talking.say("after")
            #expect(try await talking.find("phantom") == [])
            #expect(try await talking.find("after") == ["after"])
        }
    }

    @Test(arguments: StoreKind.all)
    func `tidying changes nothing that is found`(_ kind: StoreKind) async throws {
        try await StoreBench.run(kind) { bench in
            let store = bench.store
            let talking = try await TalkingStore(store)
            for number in 0..<50 {
                let message = try await talking.say("swift \(number)")
                if number.isMultiple(of: 2) { try await talking.delete(message) }
            }
            let before = try await talking.find("swift")
            try await store.tidySearch()
            #expect(before.count == 25)
            #expect(try await talking.find("swift") == before)
        }
    }

    @Test(arguments: StoreKind.all)
    func `whoever has heard of a message finds it, among ever so many and after a restart`(
        _ kind: StoreKind
    ) async throws {
        try await StoreBench.run(kind) { bench in
            let talking = try await TalkingStore(bench.store)
            let (ada, open, workspace) = (talking.ada, talking.open, talking.workspace)
            try await bench.store.commit { transaction in
                for number in 0..<1300 { _ = try transaction.say("swift \(number)", by: ada, in: open, of: workspace) }
            }
            for number in [0, 511, 512, 1299] { #expect(try await talking.find("\(number)") == ["swift \(number)"]) }
            try await talking.say("the last martin")
            #expect(try await talking.find("martin") == ["the last martin"])
            try await talking.say("nobody searched for this martlet")
        } afterRestart: { bench in
            try await bench.store.settleSearch()
            let found = try await bench.store.read { snapshot in
                let ada = try #require(try snapshot.user(named: "ada")).id
                return try ["martin", "martlet"].map { word in
                    try snapshot.search(SearchQuery(word), by: ada, in: .everything, before: nil, limit: 9).messages
                        .count
                }
            }
            #expect(found == [1, 1])
        }
    }

    @Test(arguments: StoreKind.all)
    func `a search that comes with the sends finds every one that was told before it`(_ kind: StoreKind) async throws {
        try await StoreBench.run(kind) { bench in
            let talking = try await TalkingStore(bench.store)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<40 {
                    group.addTask {
                        try await talking.say("word\(number)")
                        #expect(try await talking.find("word\(number)") == ["word\(number)"])
                    }
                }
                try await group.waitForAll()
            }
        }
    }

    @Test(arguments: StoreKind.all)
    func `a closed store has nothing more to settle`(_ kind: StoreKind) async throws {
        try await StoreBench.run(kind) { bench in
            try await TalkingStore(bench.store).say("swift")
            await bench.store.close()
            await #expect(throws: CommitFailure.self) { try await bench.store.settleSearch() }
        }
    }
}
