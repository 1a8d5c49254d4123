// SPDX-License-Identifier: Apache-2.0

import Foundation
import MartletClient
import MartletRules
import MartletWire
import Testing

@Suite struct PositionStorageTests {
    private static let ann = Account(2, on: "here:1")
    private static let bob = Account(3, on: "here:1")
    private static let mark = Bookmark(Position(epoch: Epoch(rawValue: "e"), seq: 41), freshness: 1_000)

    @Test func `each account has a position of its own until it is forgotten`() async throws {
        for storage in [MemoryPositions() as any PositionStorage, try PositionFile(in: OutboxPlace().path)] {
            #expect(try await storage.bookmark(of: Self.ann) == nil)
            try await storage.save(Self.mark, of: Self.ann)
            #expect(try await storage.bookmark(of: Self.ann) == Self.mark)
            #expect(try await storage.bookmark(of: Self.bob) == nil)
            #expect(try await storage.bookmark(of: Account(2, on: "there:1")) == nil)
            try await storage.forget(Self.bob)
            #expect(try await storage.bookmark(of: Self.ann) == Self.mark)
            try await storage.forget(Self.ann)
            #expect(try await storage.bookmark(of: Self.ann) == nil)
        }
    }

    @Test func `what was saved outlives the process, with who it was`() async throws {
        let place = OutboxPlace()
        let file = try PositionFile(in: place.path)
        try await file.save(Self.mark, of: Self.ann)
        try await file.signedIn(Self.ann)
        // Another process reads what this one has not closed.
        let again = try PositionFile(in: place.path)
        #expect(try await again.bookmark(of: Self.ann) == Self.mark)
        #expect(try await again.lastUser(of: "here:1") == 2)
        #expect(try await again.lastUser(of: "there:1") == nil)
    }

    // A person whom an earlier release wrote down has no snapshot.
    @Test func `what was loaded afresh is kept with the position`() async throws {
        let page = SyncCatchUp.Result(
            epoch: Epoch(rawValue: "e"),
            seq: 50,
            user: User(id: 2, name: "ann", displayName: "Ann", status: .online, createdAt: 0),
            workspaces: [],
            channels: [],
            presence: [],
            huddles: [],
            mentions: [],
            notifications: [],
            hasMore: false
        )
        var mark = Self.mark
        mark.snapshot = Snapshot(page)
        let file = try PositionFile(in: OutboxPlace().path)
        try await file.save(mark, of: Self.ann)
        #expect(try await file.bookmark(of: Self.ann) == mark)
    }

    @Test func `what was applied is written down even by a task that is told to end`() async throws {
        let file = try PositionFile(in: OutboxPlace().path)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.cancelAll()
            group.addTask { try await file.save(Self.mark, of: Self.ann) }
            try await group.waitForAll()
        }
        #expect(try await file.bookmark(of: Self.ann) == Self.mark)
    }

    @Test func `a file that cannot be read is replaced, and everything is loaded afresh`() async throws {
        let place = OutboxPlace()
        try FileManager.default.createDirectory(atPath: place.path, withIntermediateDirectories: true)
        let junk = Data("this is no database, and longer than a header would be".utf8) + Data(count: 5000)
        try junk.write(to: URL(filePath: place.path + "/" + PositionFile.name))
        let file = try PositionFile(in: place.path)
        #expect(try await file.bookmark(of: Self.ann) == nil)
        try await file.save(Self.mark, of: Self.ann)
    }
}
