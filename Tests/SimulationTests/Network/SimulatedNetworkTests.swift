// SPDX-License-Identifier: Apache-2.0

import MartletTesting
import Testing

struct SimulatedNetworkTests {
    @Test func `a good network brings everything once, within its latency`() {
        var chance = SeededGenerator(seed: 1)
        let network = SimulatedNetwork(latency: .milliseconds(5)...(.milliseconds(9)))
        for _ in 0..<100 {
            let deliveries = network.deliveries(using: &chance)
            #expect(deliveries.count == 1)
            #expect(deliveries.allSatisfy { network.latency.contains($0) })
        }
    }

    @Test func `a bad one loses some, repeats some, and lets some be overtaken`() {
        var chance = SeededGenerator(seed: 2)
        let network = SimulatedNetwork(loss: 0.2, repetition: 0.2, straying: 0.2)
        let deliveries = (0..<300).map { _ in network.deliveries(using: &chance) }
        #expect(Set(deliveries.map(\.count)) == [0, 1, 2])
        let firsts = deliveries.compactMap(\.first)
        #expect(zip(firsts, firsts.dropFirst()).contains { $0 > $1 })
        #expect(firsts.contains { $0 > network.latency.upperBound })
    }

    @Test func `a stream keeps its order, whatever each message takes`() {
        var stream = SimulatedStream()
        let slow = stream.arrival(sentAt: 0, delay: .seconds(9))
        let quick = stream.arrival(sentAt: 1, delay: .seconds(1))
        #expect(slow == 9)
        #expect(quick == 9)
    }

    @Test func `what a black hole swallowed comes out after it, and what a cut one did never`() {
        var stream = SimulatedStream()
        stream.swallow(until: 60)
        let late = stream.arrival(sentAt: 5, delay: .seconds(1))
        #expect(late == 61)
        stream.cut()
        let never = stream.arrival(sentAt: 70, delay: .seconds(1))
        #expect(never == nil)
    }

    @Test func `things happen in the order of time, and of being added`() {
        var agenda = Agenda<String>()
        agenda.add("late", at: 9)
        agenda.add("first", at: 3)
        agenda.add("second", at: 3)
        var happened = [agenda.next(until: 5)]
        agenda.add("third", after: .zero)
        for _ in 0..<3 { happened.append(agenda.next(until: 5)) }
        #expect(happened == ["first", "second", "third", nil])
        #expect(agenda.now == 5)
        #expect(!agenda.isEmpty)
    }
}
