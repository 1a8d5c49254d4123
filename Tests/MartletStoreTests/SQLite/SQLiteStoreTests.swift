// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import MartletRules
import MartletStore
import MartletWire
import Testing

/// What only the embedded store promises: how it meets the disk.
@Suite struct SQLiteStoreTests {
    @Test func `every commit reaches the disk: synchronous is FULL on the connection that writes`() async throws {
        try await StoreBench.run(.sqlite) { bench in
            let settings = try await bench.store.commit { transaction in
                try ["synchronous", "foreign_keys"].map { try transaction.sqlite.integer("PRAGMA \($0)") }
            }
            #expect(settings == [2, 1])
        }
    }

    @Test func `a full disk fails what waits, loses nothing acknowledged, and heals by itself`() async throws {
        try await StoreBench.run(.unprobedSQLite) { bench in
            let acknowledged = try await bench.append(to: .user(1))
            try await bench.limitPages(to: 1)
            let text = String(repeating: "x", count: 200_000)
            let outcomes = await bench.together(
                { try $0.append(to: .user(1), ReadUpdated.note(0)) },
                { try $0.append(to: .user(1), UserUpdated.padded(text)) },
                { try $0.append(to: .user(1), ReadUpdated.note(0)) }
            )
            for outcome in outcomes {
                let failure = #expect(throws: CommitFailure.self) { try outcome.get() }
                #expect(failure?.outcome == RPCError.Outcome.none && failure?.reason == "the disk is full")
            }
            #expect(bench.store.health == .failing("the disk is full"))
            #expect(bench.store.extent.head == acknowledged && bench.entries.map(\.seq) == [acknowledged])
            _ = try? await bench.store.commit { _ in }
            #expect(bench.store.health != .writable, "a transaction that writes nothing proves nothing")
            try await bench.limitPages(to: 1_000_000)
            #expect(try await bench.append(to: .user(1)) == acknowledged + 1)
            #expect(bench.store.health == .writable)
        } afterRestart: { bench in
            let entries = try await bench.store.read { try $0.entries(after: 1, limit: 10) }
            #expect(entries.map(\.seq) == [2, 3, 4])
        }
    }

    @Test(.timeLimit(.minutes(5))) func `a store that failed finds out by itself that it can write again`() async throws
    {
        try await StoreBench.run(.sqlite) { bench in
            try await bench.limitPages(to: 1)
            let text = String(repeating: "x", count: 200_000)
            await #expect(throws: CommitFailure.self) {
                try await bench.store.commit { try $0.append(to: .user(1), UserUpdated.padded(text)) }
            }
            while bench.store.health != .writable { try await Task.sleep(for: .milliseconds(20)) }
        }
    }

    @Test func `a second server is kept off while the first one runs`() async throws {
        try await StoreBench.run(.sqlite) { bench in
            try await bench.append(to: .user(1))
            let error = await #expect(throws: StoreError.self) {
                try await StoreBench.run(bench.place, epoch: "second") { _ in }
            }
            #expect(error?.code == .inUse)
            #expect(try await bench.append(to: .user(1)) == 3, "and the first one does not notice")
        }
    }

    @Test func `a backup is consistent, and what it restores begins a new term`() async throws {
        try await StoreBench.run(.sqlite) { bench in
            let place = try #require(bench.place as? SQLitePlace)
            for _ in 1...50 { try await bench.append(to: .user(1)) }
            _ = try await bench.store.commit { try $0.addUser(name: "ada", displayName: "Ada") }
            try await bench.store.backUp(to: place.backupPath) { _ in }
            let head = bench.store.extent.head
            try await bench.append(to: .user(1))
            let copy = try place.restored()
            defer { copy.remove() }
            try await StoreBench.run(copy, epoch: "restored") { restored in
                let extent = restored.store.extent
                #expect(extent.head == head + 1)
                #expect(extent.terms.map(\.epoch.rawValue) == ["t0", "restored"])
                #expect(extent.terms.last?.firstSeq == head + 1, "a position past the backup is in no term")
                let ada = try await restored.store.read { try $0.user(named: "ada") }
                #expect(ada?.id == 2)
            }
        }
    }

    @Test func `a damaged file is refused at start with what to do`() async throws {
        let place = try SQLitePlace()
        defer { place.remove() }
        try await StoreBench.run(place, epoch: "t0") { bench in
            let text = String(repeating: "x", count: 3000)
            for _ in 1...100 { try await bench.store.commit { try $0.append(to: .user(1), UserUpdated.padded(text)) } }
        }
        let log = try? FileManager.default.attributesOfItem(atPath: place.file + "-wal")[.size] as? Int
        #expect((log ?? 0) == 0, "what was closed is in one file")
        let whole = try Data(contentsOf: URL(fileURLWithPath: place.file))
        var holed = whole
        holed.replaceSubrange(8192..<16384, with: Data(repeating: 0xA5, count: 8192))
        for damaged in [
            holed, Data("not a database, though long enough to look like one".utf8) + whole, whole.prefix(6000),
        ] {
            try damaged.write(to: URL(fileURLWithPath: place.file))
            let error = await #expect(throws: StoreError.self) { try await StoreBench.run(place, epoch: "t1") { _ in } }
            #expect(error?.code == .corrupt)
            #expect(error?.message.contains("restore a backup") == true)
            #expect(error?.message.contains(place.directory) == false, "an error shows no path")
        }
        try whole.write(to: URL(fileURLWithPath: place.file))
        try await StoreBench.run(place, epoch: "t2") { bench in
            #expect(bench.store.extent.head == 102)
        }
    }

    @Test func `a store of a newer release is refused`() async throws {
        let place = try SQLitePlace()
        defer { place.remove() }
        try await StoreBench.run(place, epoch: "t0") { bench in
            try await bench.store.commit { transaction in
                try transaction.sqlite.execute("INSERT INTO grdb_migrations (identifier) VALUES ('flying cars')")
            }
        }
        let error = await #expect(throws: StoreError.self) { try await StoreBench.run(place, epoch: "t1") { _ in } }
        #expect(error?.code == .newer)
    }

    @Test func `a directory that cannot be written is refused`() async throws {
        let place = try SQLitePlace()
        defer { place.remove() }
        try FileManager.default.createDirectory(atPath: place.file, withIntermediateDirectories: false)
        let error = await #expect(throws: StoreError.self) { try await StoreBench.run(place, epoch: "t0") { _ in } }
        #expect(error?.code == .inaccessible)
    }

    @Test func `the data directory is its owner's alone`() async throws {
        let place = try SQLitePlace()
        defer { place.remove() }
        try FileManager.default.removeItem(atPath: place.directory)
        try await StoreBench.run(place, epoch: "t0") { _ in }
        let mode = try FileManager.default.attributesOfItem(atPath: place.directory)[.posixPermissions] as? Int
        #expect(mode == 0o700)
    }
}

extension StoreBench {
    /// Lets the file have no more pages than it has, or that many.
    fileprivate func limitPages(to count: Int) async throws {
        try await self.store.commit { try $0.sqlite.execute("PRAGMA max_page_count = \(count)") }
    }
}

extension StoreReading {
    fileprivate var sqlite: SQLiteSnapshot {
        guard let snapshot = self as? SQLiteSnapshot else { preconditionFailure("not an embedded store") }
        return snapshot
    }
}

extension StoreWriting {
    fileprivate var sqlite: SQLiteTransaction {
        guard let transaction = self as? SQLiteTransaction else { preconditionFailure("not an embedded store") }
        return transaction
    }
}

extension UserUpdated {
    fileprivate static func padded(_ text: String) -> Self {
        Self(user: User(id: 1, name: text, displayName: "", status: .offline, createdAt: 0))
    }
}
