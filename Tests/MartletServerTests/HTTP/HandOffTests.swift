// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import MartletServer

struct HandOffTests {
    @Test
    func `everything offered is taken in order, also what was offered before the end`() async {
        let handOff = HandOff<Int>()
        async let taken = Self.drain(handOff)
        for number in 0..<1000 {
            handOff.offer(number)
        }
        handOff.finish()
        #expect(await taken == Array(0..<1000))
    }

    @Test
    func `a cancelled taker still takes what is there`() async {
        let handOff = HandOff<Int>()
        let taken = await withTaskGroup(of: [Int].self) { group in
            group.addTask { await Self.drain(handOff) }
            group.cancelAll()
            handOff.offer(1)
            handOff.offer(2)
            handOff.finish()
            return await group.next()
        }
        #expect(taken == [1, 2])
    }

    private static func drain(_ handOff: HandOff<Int>) async -> [Int] {
        var taken: [Int] = []
        while let element = await handOff.next() {
            taken.append(element)
        }
        return taken
    }
}
