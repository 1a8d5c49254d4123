// SPDX-License-Identifier: Apache-2.0

import MartletRules
import MartletTesting
import MartletWire
import Testing

@Suite struct SeqMergeTests {
    @Test(
        arguments: [
            ([], []),
            ([[]], []),
            ([[1, 2, 3]], [1, 2, 3]),
            ([[1, 4], [2, 3]], [1, 2, 3, 4]),
            ([[1, 5], [1, 5], [5]], [1, 5]),
            ([[], [7], []], [7]),
        ] as [([[Seq]], [Seq])]
    )
    func `each seq comes once and in order`(runs: [[Seq]], expected: [Seq]) {
        let merge = SeqMerge(ContiguousArray(runs.map { SeqRun(ContiguousArray($0)) }))
        #expect(Array(merge) == expected)
    }

    @Test func `a run may be a part of its array`() {
        let run = SeqRun([1, 2, 3, 4, 5], in: 1..<3)
        #expect(Array(SeqMerge([run, SeqRun([3, 9])])) == [2, 3, 9])
    }

    @Test(arguments: 0..<200 as Range<UInt64>)
    func `any runs merge as their sorted union`(seed: UInt64) {
        var chance = SeededGenerator(seed: seed)
        let runs = (0..<Int.random(in: 0...40, using: &chance)).map { _ in
            Set((0..<Int.random(in: 0...30, using: &chance)).map { _ in Seq.random(in: 0...200, using: &chance) })
                .sorted()
        }
        let merge = SeqMerge(ContiguousArray(runs.map { SeqRun(ContiguousArray($0)) }))
        #expect(Array(merge) == Set(runs.joined()).sorted())
    }
}
