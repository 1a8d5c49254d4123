// SPDX-License-Identifier: Apache-2.0

import MartletRules
import MartletTesting
import MartletWire
import Testing

/// Long random lives of an outbox, against what must be true at every step.
@Suite struct OutboxHistoryTests {
    private struct Life {
        var desk: OutboxDesk
        var chance: SeededGenerator
        var flying: [Shipment] = []
        var lanes: [OutboxItemID: String] = [:]
        var ended: Set<OutboxItemID> = []

        mutating func act() {
            switch Int.random(in: 0..<100, using: &self.chance) {
            case 0..<35: self.queue()
            case 35..<70: self.answer()
            case 70..<85:
                self.desk.pass(.milliseconds(Int.random(in: 1...40_000, using: &self.chance)))
            case 85..<88:
                self.desk.outbox.networkChanged(isOnline: Bool.random(using: &self.chance), at: self.desk.now.instant)
            case 88..<91: self.desk.outbox.flushRequested(at: self.desk.now)
            case 91..<93: self.desk.outbox.credentialsRefreshed()
            case 93..<94: self.desk.outbox.signedIn(at: self.desk.now.instant)
            case 94..<95: self.desk.outbox.credentialsDelayed(at: self.desk.now.instant, using: &self.chance)
            case 95..<96: self.desk.skew = .seconds(Int.random(in: -100_000...100_000, using: &self.chance))
            case 96..<97:
                self.desk.outbox.storageFailed(isFenced: true, at: self.desk.now.instant)
                self.flying = []
            case 97..<98:
                self.desk.outbox.storageFailed(at: self.desk.now.instant)
                self.flying = []
            case 98..<99:
                self.desk.restart()
                self.flying = []
            default: self.desk.pass(.seconds(86_400))
            }
            self.go()
        }

        mutating func go() {
            self.flying += self.desk.run()
        }

        private mutating func queue() {
            let lane = "lane \(Int.random(in: 0..<6, using: &self.chance))"
            let isBatched = Bool.random(using: &self.chance)
            let method = ["x", "y"][Int.random(in: 0..<2, using: &self.chance)]
            let bytes = Int.random(in: 2...200_000, using: &self.chance)
            for _ in 0..<Int.random(in: 1...8, using: &self.chance) {
                let urgency: OutboxUrgency = isBatched ? .batched : .critical
                let id = self.desk.queue(lane, .standalone, urgency, method: method, bytes: bytes)
                self.lanes[id] = lane
            }
        }

        private mutating func answer() {
            guard let index = self.flying.indices.randomElement(using: &self.chance) else { return }
            let shipment = self.flying.remove(at: index)
            let settlements: [Settlement]
            if Bool.random(using: &self.chance) {
                settlements = self.desk.answer(shipment, .whole(self.anything()))
            } else {
                settlements = self.desk.answer(shipment, .each(shipment.items.map { _ in self.anything() }))
            }
            #expect(settlements.count == shipment.items.count)
        }

        private mutating func anything() -> DeliveryAnswer {
            let answers: [DeliveryAnswer] = [
                .status(200), .status(200), .status(200), .status(500), .status(503, retryAfter: .seconds(9)),
                .status(401), .status(400), .status(429), .fault(.lost), .fault(.unreachable), .skipped(.offline),
            ]
            return answers[Int.random(in: 0..<answers.count, using: &self.chance)]
        }

        /// No lane is in two requests, and in each its items are the first that have not ended, in their order.
        func check() {
            var travelling: Set<String> = []
            for shipment in self.flying {
                let byLane = Dictionary(grouping: shipment.items) { self.lanes[$0] ?? "" }
                for (lane, items) in byLane {
                    #expect(travelling.insert(lane).inserted, "\(lane) is in two requests")
                    let waiting = self.lanes.filter { $0.value == lane && self.desk.fate(of: $0.key) == nil }.keys
                        .sorted()
                    #expect(items == Array(waiting.prefix(items.count)))
                }
            }
            #expect(
                self.desk.outbox.depth == self.lanes.keys.count { self.desk.fate(of: $0) == nil } || self.flying.isEmpty
            )
        }
    }

    @Test(arguments: 0..<25 as Range<UInt64>)
    func `whatever happens, lanes keep their order and every item ends once`(seed: UInt64) {
        var life = Life(desk: OutboxDesk(), chance: SeededGenerator(seed: seed))
        for _ in 0..<150 {
            life.act()
            life.check()
        }
        life.desk.outbox.networkChanged(isOnline: true, at: life.desk.now.instant)
        life.desk.outbox.signedIn(at: life.desk.now.instant)
        // What storage could not tell is read again first.
        life.desk.pass(.seconds(60))
        life.go()
        var rounds = 0
        while life.desk.outbox.depth > 0, rounds < 3000 {
            rounds += 1
            while let shipment = life.flying.popLast() { life.desk.answer(shipment, each: .status(200)) }
            life.desk.pass(.seconds(30))
            life.go()
        }
        #expect(life.desk.outbox.depth == 0)
        for id in life.lanes.keys {
            let ends = life.desk.settlements.count { settlement in
                if case .pending = settlement.fate { false } else { settlement.id == id }
            }
            #expect(ends == 1, "item \(id.rawValue) ended \(ends) times")
        }
    }
}
