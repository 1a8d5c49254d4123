// SPDX-License-Identifier: Apache-2.0

import Foundation
import MartletClient
import MartletRules
import MartletWire
import Testing

@Suite struct OutboxFileTests {
    @Test func `4.2: the queue outlives a process that dies`() async throws {
        let place = OutboxPlace()
        let file = try place.open()
        _ = try await file.storage(for: "ann").enqueue([.start("s"), .end("s")], at: 0)
        let restarted = try place.crashed().open()
        #expect(restarted.setAside == nil)
        #expect(try await restarted.storage(for: "ann").entries(after: 0).map(\.key) == ["start s", "end s"])
    }

    @Test func `6.1: a torn tail costs no more than what was torn, and never the file`() async throws {
        let place = OutboxPlace()
        let file = try place.open()
        let storage = file.storage(for: "ann")
        for number in 0..<20 { _ = try await storage.enqueue([.activity(number)], at: 0) }
        let whole = try #require(FileManager.default.contents(atPath: place.file + "-wal"))
        for cut in stride(from: 1, to: whole.count, by: whole.count / 23) {
            for tail in [Data(), Data(repeating: 0xA5, count: 5000)] {
                let crashed = try place.crashed()
                try (whole.dropLast(cut) + tail).write(to: URL(filePath: crashed.file + "-wal"))
                let restarted = try crashed.open()
                #expect(restarted.setAside == nil)
                let keys = try await restarted.storage(for: "ann").entries(after: 0).map(\.key)
                #expect(keys == (0..<20).map { "activity \($0)" }.prefix(keys.count).map(\.self))
                restarted.close()
            }
        }
    }

    @Test func `a file that is none is set aside, said so, and replaced`() async throws {
        let place = OutboxPlace()
        try FileManager.default.createDirectory(atPath: place.path, withIntermediateDirectories: true)
        let junk = Data("this is no database, and longer than a header would be".utf8) + Data(count: 5000)
        try junk.write(to: URL(filePath: place.file))
        let file = try place.open(at: 1234)
        #expect(file.setAside == "outbox-damaged-1234.db")
        #expect(FileManager.default.contents(atPath: place.path + "/outbox-damaged-1234.db") == junk)
        #expect(try await file.storage(for: "ann").enqueue([.activity(1)], at: 0) == [.queued])
    }

    @Test func `a file that is damaged inside is set aside, and never a crash`() async throws {
        let place = OutboxPlace()
        let file = try place.open()
        let storage = file.storage(for: "ann")
        _ = try await storage.enqueue((0..<2000).map { .activity($0) }, at: 0)
        file.close()
        var bytes = try #require(FileManager.default.contents(atPath: place.file))
        bytes.replaceSubrange(bytes.count / 4..<bytes.count / 2, with: Data(repeating: 0x5A, count: bytes.count / 4))
        try bytes.write(to: URL(filePath: place.file))
        let restarted = try place.open(at: 9)
        #expect(restarted.setAside == "outbox-damaged-9.db")
        #expect(try await restarted.storage(for: "ann").totals().items == 0)
    }

    @Test func `a place that cannot be written is said so without its path`() throws {
        let place = OutboxPlace()
        try Data().write(to: URL(filePath: place.path))
        let error = #expect(throws: OutboxError.self) { _ = try place.open() }
        #expect(error?.code == .inaccessible)
        #expect(error.map { !"\($0)".contains(place.path) } ?? false)
    }

    // Whoever was killed while it sent kept the others from sending for as long as a lease lasts.
    @Test func `Q4: who is gone leaves its lease to the next at once, and who lives does not`() async throws {
        let place = OutboxPlace()
        let (first, second) = (try place.open(), try place.open())
        guard case .granted(let lease) = try await first.storage(for: "ann").requestLease(by: "one", at: 0) else {
            Issue.record("held")
            return
        }
        let next = second.storage(for: "ann")
        #expect(try await next.requestLease(by: "two", at: 1) == .held(until: 30_000))
        #expect(try await first.storage(for: "ann").requestLease(by: "three", at: 1) == .held(until: 30_000))
        first.close()
        let taken = OutboxLease(owner: "two", token: lease.token + 1, expiresAt: 30_001)
        #expect(try await next.requestLease(by: "two", at: 1) == .granted(taken))
    }

    @Test func `Q2: accounts share a file and see nothing of each other`() async throws {
        let file = try OutboxPlace().open()
        let (ann, bob) = (file.storage(for: "ann"), file.storage(for: "bob"))
        _ = try await ann.enqueue([.start("s")], at: 0)
        #expect(try await bob.enqueue([.start("s")], at: 0) == [.queued])
        #expect(try await bob.entries(after: 0).map(\.id) == [2])
        guard case .granted(let lease) = try await bob.requestLease(by: "p", at: 0) else {
            Issue.record("held")
            return
        }
        let error = await #expect(throws: OutboxError.self) { _ = try await bob.claim([1], under: lease, at: 0) }
        #expect(error?.code == .moved)
        try await bob.settle([Settlement(id: 1, key: "start s", fate: .synced(nil))], under: lease, at: 0)
        #expect(try await ann.totals().items == 1)
    }

    @Test func `Q4: two processes queue into one file, and neither loses anything`() async throws {
        let place = OutboxPlace()
        let (one, two) = (try place.open(), try place.open())
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<100 {
                let storage = (number % 2 == 0 ? one : two).storage(for: "ann")
                group.addTask { _ = try await storage.enqueue([.activity(number)], at: 0) }
            }
            try await group.waitForAll()
        }
        #expect(try await one.storage(for: "ann").entries(after: 0).count == 100)
        #expect(try await two.storage(for: "ann").totals().items == 100)
    }

    @Test func `D19: many who queue at once share a transaction, and one refusal is its own`() async throws {
        let storage = try OutboxPlace().open().storage(for: "ann")
        let lease = OutboxLease(owner: "nobody", token: 99, expiresAt: 0)
        await withTaskGroup(of: Void.self) { group in
            for number in 0..<200 {
                group.addTask {
                    if number % 10 == 0 {
                        await #expect(throws: OutboxError.self) {
                            _ = try await storage.claim([1], under: lease, at: 0)
                        }
                    } else {
                        await #expect(throws: Never.self) { _ = try await storage.enqueue([.activity(number)], at: 0) }
                    }
                }
            }
        }
        #expect(try await storage.totals().items == 180)
    }

    @Test func `what the server has had for long is forgotten, and what waits is not`() async throws {
        let storage = try OutboxPlace().open().storage(for: "ann")
        _ = try await storage.enqueue((0..<1500).map { .activity($0) }, at: 0)
        guard case .granted(let lease) = try await storage.requestLease(by: "p", at: 0) else { return }
        let synced = (2...1500).map { Settlement(id: .init(rawValue: $0), key: "", fate: .synced(nil)) }
        try await storage.settle(synced, under: lease, at: 0)
        #expect(try await storage.entries(after: 0).map(\.id) == [1])
        #expect(try await storage.enqueue([.activity(1499), .activity(2)], at: 0) == [.duplicate, .queued])
    }
}
