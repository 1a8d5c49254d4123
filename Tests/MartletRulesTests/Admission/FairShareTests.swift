// SPDX-License-Identifier: Apache-2.0

import MartletRules
import MartletTesting
import Testing

@Suite struct FairShareTests {
    @Test func `one address may take two thirds, and another still finds places`() {
        var share = FairShare<Int>(of: 16_384)
        var taken = 0
        while share.take(1) { taken += 1 }
        #expect(taken == 10_923)
        #expect(share.take(2) == true)
        while share.take(2) { taken += 1 }
        #expect(share.take(3) == true)
    }

    @Test func `ten thousand people behind one address come at once`() {
        var share = FairShare<Int>(of: 16_384)
        for _ in 1...10_000 { #expect(share.take(1) == true) }
    }

    @Test func `however many addresses somebody has, the next one finds a place`() {
        var share = FairShare<Int>(of: 1000)
        for address in 1...100 {
            #expect(share.take(address) == true)
            while share.take(address) {}
            guard share.taken < 1000 else { break }
        }
        #expect(share.addressCount >= 7)
    }

    @Test func `what is given back can be taken again, and is forgotten`() {
        var share = FairShare<Int>(of: 4)
        for _ in 1...3 { #expect(share.take(1) == true) }
        #expect(share.take(1) == false)
        #expect(share.take(nil) == true)
        #expect(share.take(2) == false)
        #expect(share.take(nil) == false)
        for _ in 1...3 { share.giveBack(1) }
        share.giveBack(nil)
        #expect(share.taken == 0 && share.addressCount == 0)
        #expect(share.take(1) == true)
    }

    /// Addresses that come and go, against plain sums.
    @Test(arguments: 0..<20 as Range<UInt64>)
    func `no more is taken than there is, and nothing is lost`(seed: UInt64) {
        var chance = SeededGenerator(seed: seed)
        var share = FairShare<Int>(of: 50)
        var places: [Int] = []
        for _ in 0..<2000 {
            if Bool.random(using: &chance) {
                let address = Int.random(in: 0..<5, using: &chance)
                let mine = places.count { $0 == address }
                let isFree = places.count < 50 && mine < 2 * (50 - places.count)
                #expect(share.take(address) == isFree)
                if isFree { places.append(address) }
            } else if let index = places.indices.randomElement(using: &chance) {
                share.giveBack(places.remove(at: index))
            }
            #expect(share.taken == places.count && share.addressCount == Set(places).count)
        }
    }
}
