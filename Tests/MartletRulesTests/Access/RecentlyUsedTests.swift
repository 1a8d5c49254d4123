// SPDX-License-Identifier: Apache-2.0

import MartletRules
import MartletTesting
import Testing

@Suite struct RecentlyUsedTests {
    @Test func `what was not asked for the longest is forgotten first`() {
        var memory = RecentlyUsed<String, Int>(limit: 2)
        memory.insert(1, for: "a")
        memory.insert(2, for: "b")
        #expect(memory.value(for: "a") == 1)
        memory.insert(3, for: "c")
        #expect(memory.value(for: "b") == nil)
        #expect(memory.value(for: "a") == 1)
        #expect(memory.value(for: "c") == 3)
        #expect(memory.count == 2)
    }

    @Test(arguments: [1, 2, 3, 7])
    func `it agrees with a plain list through a thousand random steps`(limit: Int) {
        var memory = RecentlyUsed<Int, Int>(limit: limit)
        var model: [(key: Int, value: Int)] = []  // oldest first
        var generator = SeededGenerator(seed: UInt64(limit))
        for step in 0..<1000 {
            let key = Int.random(in: 0..<10, using: &generator)
            if Bool.random(using: &generator) {
                memory.insert(step, for: key)
                model.removeAll { $0.key == key }
                model.append((key, step))
                if model.count > limit { model.removeFirst() }
            } else {
                let index = model.firstIndex { $0.key == key }
                #expect(memory.value(for: key) == index.map { model[$0].value })
                if let index { model.append(model.remove(at: index)) }
            }
            #expect(memory.count == model.count)
        }
    }
}
