// SPDX-License-Identifier: Apache-2.0

import MartletTesting
import Testing

struct SimulatedDiskTests {
    private let disk = SimulatedDisk()

    @Test func `what is written is seen at once`() {
        self.disk.write([1, 2, 3], at: 0, of: "a")
        self.disk.write([9], at: 5, of: "a")
        #expect(self.disk.read(10, at: 0, of: "a") == [1, 2, 3, 0, 0, 9])
        #expect(self.disk.read(2, at: 4, of: "a") == [0, 9])
        #expect(self.disk.read(1, at: 6, of: "a") == [])
        #expect(self.disk.size(of: "a") == 6)
    }

    @Test func `a power failure takes back only what was not synced`() {
        var chance = SeededGenerator(seed: 1)
        self.disk.write([1, 1], at: 0, of: "a")
        self.disk.sync("a")
        self.disk.write([2], at: 0, of: "a")
        var found: Set<[UInt8]> = []
        for _ in 0..<50 {
            found.insert(self.disk.afterPowerFailure(using: &chance).read(2, at: 0, of: "a"))
        }
        #expect(found == [[1, 1], [2, 1]])
        #expect(self.disk.copy().read(2, at: 0, of: "a") == [2, 1])
    }

    @Test func `of two writes that were not synced the later alone may survive`() {
        var chance = SeededGenerator(seed: 2)
        self.disk.write([1], at: 0, of: "a")
        self.disk.write([2], at: 1, of: "a")
        let found = (0..<50).map { _ in self.disk.afterPowerFailure(using: &chance).read(2, at: 0, of: "a") }
        #expect(found.contains([0, 2]))
        #expect(found.contains([1]))
    }

    @Test func `a long write may survive in part, by whole sectors`() {
        var chance = SeededGenerator(seed: 3)
        self.disk.write([UInt8](repeating: 7, count: 4096), at: 0, of: "a")
        let sizes = Set((0..<200).map { _ in self.disk.afterPowerFailure(using: &chance).size(of: "a") })
        #expect(sizes == Set((0...8).map { $0 * 512 }))
    }

    @Test func `the power fails before the operation that was named, and the disk goes on`() throws {
        self.disk.failPower(afterOperations: 2, seed: 1)
        self.disk.write([1], at: 0, of: "a")
        self.disk.sync("a")
        #expect(self.disk.remains == nil)
        self.disk.write([2], at: 0, of: "a")
        self.disk.sync("a")
        #expect(try #require(self.disk.remains).read(1, at: 0, of: "a") == [1])
        #expect(self.disk.read(1, at: 0, of: "a") == [2])
    }

    @Test func `files come and go for good`() {
        var chance = SeededGenerator(seed: 4)
        self.disk.create("a")
        self.disk.write([1], at: 0, of: "b")
        self.disk.remove("b")
        let left = self.disk.afterPowerFailure(using: &chance)
        #expect(left.has("a"))
        #expect(!left.has("b"))
    }
}
