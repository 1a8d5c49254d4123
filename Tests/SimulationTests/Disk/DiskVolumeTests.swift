// SPDX-License-Identifier: Apache-2.0

import GRDB
import MartletTesting
import Testing

/// SQLite on a simulated disk: a fake that is trusted has tests of its own.
struct DiskVolumeTests {
    private func pool(on volume: DiskVolume, synchronous: String) throws -> DatabasePool {
        let pool = try DatabasePool(path: volume.directory + "/test.db")
        try pool.writeWithoutTransaction { try $0.execute(sql: "PRAGMA synchronous = \(synchronous)") }
        return pool
    }

    /// How many of ten committed rows are there after a power failure.
    private func survivors(synchronous: String, seed: UInt64) throws -> Int? {
        var chance = SeededGenerator(seed: seed)
        let volume = DiskVolume(SimulatedDisk())
        defer { volume.unmount() }
        let pool = try self.pool(on: volume, synchronous: synchronous)
        for number in 0..<10 {
            try pool.write { database in
                try database.execute(sql: "CREATE TABLE IF NOT EXISTS thing (number INTEGER)")
                try database.execute(sql: "INSERT INTO thing VALUES (?)", arguments: [number])
            }
        }
        let next = DiskVolume(volume.disk.afterPowerFailure(using: &chance))
        defer { next.unmount() }
        try pool.close()
        let restarted = try self.pool(on: next, synchronous: synchronous)
        defer { try? restarted.close() }
        #expect(try restarted.read { try String.fetchOne($0, sql: "PRAGMA integrity_check") } == "ok")
        return try? restarted.read { try Int.fetchOne($0, sql: "SELECT COUNT(*) FROM thing") }
    }

    @Test func `what was committed with full syncs survives a power failure`() throws {
        for seed in 0..<20 as Range<UInt64> {
            #expect(try self.survivors(synchronous: "FULL", seed: seed) == 10)
        }
    }

    @Test func `without them it does not`() throws {
        let counts = try (0..<20 as Range<UInt64>).map { try self.survivors(synchronous: "OFF", seed: $0) }
        #expect(counts.contains { $0 != 10 })
    }

    @Test func `two writers wait for each other`() throws {
        let volume = DiskVolume(SimulatedDisk())
        defer { volume.unmount() }
        let first = try self.pool(on: volume, synchronous: "FULL")
        var configuration = Configuration()
        configuration.busyMode = .immediateError
        let second = try DatabaseQueue(path: volume.directory + "/test.db", configuration: configuration)
        try first.write { database in
            try database.execute(sql: "CREATE TABLE thing (number INTEGER)")
            #expect(throws: DatabaseError.self) {
                try second.write { try $0.execute(sql: "CREATE TABLE other (number INTEGER)") }
            }
        }
        try second.write { try $0.execute(sql: "CREATE TABLE other (number INTEGER)") }
        #expect(try first.read { try $0.tableExists("other") })
        try second.close()
        try first.close()
    }
}
