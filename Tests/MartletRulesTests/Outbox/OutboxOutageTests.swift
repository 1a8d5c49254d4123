// SPDX-License-Identifier: Apache-2.0

import MartletRules
import MartletTesting
import MartletWire
import Testing

@Suite struct OutboxOutageTests {
    private let ok = DeliveryAnswer.status(200)

    @Test func `4.4: five failures hold back every lane until a probe is answered`() {
        var desk = OutboxDesk { $0.flights = 5 }
        for lane in ["a", "b", "c", "d", "e", "f"] { desk.queue(lane) }
        for shipment in desk.run() { desk.answer(shipment, each: .fault(.unreachable)) }
        #expect(desk.run().isEmpty)
        #expect(desk.outbox.obstacle(at: desk.now.instant) == .breakerOpen)
        desk.pass(.seconds(29))
        #expect(desk.run().isEmpty)
        desk.pass(.seconds(1))
        let probe = desk.run()
        #expect(probe.count == 1)
        desk.answer(probe.head, each: self.ok)
        #expect(desk.run().count == 5)
    }

    @Test func `4.4: a probe that fails lets nothing else through`() {
        var desk = OutboxDesk { $0.flights = 5 }
        for lane in ["a", "b", "c", "d", "e", "f"] { desk.queue(lane) }
        for shipment in desk.run() { desk.answer(shipment, each: .status(503)) }
        desk.pass(.seconds(30))
        let probe = desk.run()
        desk.answer(probe.head, each: .status(503))
        #expect(desk.run().isEmpty)
    }

    @Test func `4.2, ruling 4.2: a client that does nothing makes no call`() {
        var desk = OutboxDesk()
        #expect(desk.run(for: .seconds(86_400), answering: self.ok).isEmpty)
        #expect((1440...1441).contains(desk.reads))
    }

    @Test(arguments: [DeliveryAnswer.fault(.unreachable), .status(503), .status(429), .fault(.timedOut), .status(302)])
    func `4.2, ruling 4.2: no hour of an outage sees more than 60 calls`(answer: DeliveryAnswer) {
        var desk = OutboxDesk()
        for number in 0..<300 { desk.queue("lane \(number)") }
        let times = desk.run(for: .seconds(4 * 3600), answering: answer)
        // What was sent before the breaker opened was somebody's act.
        let unprompted = times.drop { $0 == .zero }
        #expect(times.count - unprompted.count <= 8)
        for (index, start) in zip(unprompted.indices, unprompted) {
            let calls = unprompted[index...].prefix { $0 < start + .seconds(3600) }
            #expect(calls.count <= 60, "in the hour from \(start)")
        }
        #expect(times.last ?? .zero > .seconds(3 * 3600))
    }

    @Test func `R1-11: offline nothing is tried and nothing is counted`() {
        var desk = OutboxDesk()
        desk.outbox.networkChanged(isOnline: false, at: desk.now.instant)
        desk.queue("a")
        #expect(desk.run(for: .seconds(86_400), answering: self.ok).isEmpty)
        #expect(desk.history(of: 1).attempts == 0)
        #expect(desk.outbox.obstacle(at: desk.now.instant) == .offline)
    }

    @Test func `R1-5: the network's return wakes whatever waits, breaker and pauses included`() {
        var desk = OutboxDesk { $0.flights = 5 }
        for lane in ["a", "b", "c", "d", "e"] { desk.queue(lane) }
        for shipment in desk.run() { desk.answer(shipment, each: .fault(.unreachable)) }
        desk.outbox.networkChanged(isOnline: false, at: desk.now.instant)
        desk.pass(.seconds(2))
        desk.outbox.networkChanged(isOnline: true, at: desk.now.instant)
        let probe = desk.run()
        #expect(probe.count == 1)
        desk.answer(probe.head, each: self.ok)
        #expect(desk.run().count == 4)
    }

    @Test func `R1-5: storage is swept every minute, and no more often`() {
        var desk = OutboxDesk()
        _ = desk.run(for: .seconds(600), answering: self.ok)
        #expect((10...11).contains(desk.reads))
    }

    @Test func `R1-12, D9, D21: however often it is woken, an item is sent once`() {
        var desk = OutboxDesk()
        desk.queue("a")
        #expect(desk.run().count == 1)
        for _ in 0..<10 {
            desk.outbox.flushRequested(at: desk.now)
            desk.outbox.networkChanged(isOnline: false, at: desk.now.instant)
            desk.outbox.networkChanged(isOnline: true, at: desk.now.instant)
            #expect(desk.run().isEmpty)
        }
    }

    @Test func `D15, D39: 401 keeps every item, renews once and goes on`() {
        var desk = OutboxDesk()
        for lane in ["a", "b", "c"] { desk.queue(lane) }
        for shipment in desk.run() { desk.answer(shipment, each: .status(401)) }
        #expect(desk.run().isEmpty)
        #expect(desk.refreshes == 1)
        #expect(desk.history(of: 1).attempts == 0)
        desk.outbox.credentialsRefreshed()
        let again = desk.run()
        #expect(Set(again.flatMap(\.items)) == [1, 2, 3])
        #expect(again.allSatisfy { $0.credentials == 1 })
        for shipment in again { desk.answer(shipment, each: self.ok) }
        #expect(desk.refreshes == 1)
    }

    @Test func `Q2: an outbox without credentials waits for a person and loses nothing`() {
        var desk = OutboxDesk()
        desk.queue("a")
        desk.answer(desk.run().head, each: .error(RPCError(.unauthenticated, "no")))
        _ = desk.run()
        desk.outbox.credentialsRefused()
        #expect(desk.run(for: .seconds(3600), answering: self.ok).isEmpty)
        #expect(desk.outbox.obstacle(at: desk.now.instant) == .signedOut)
        desk.outbox.signedIn(at: desk.now.instant)
        #expect(desk.run().map(\.items) == [[1]])
    }

    @Test func `6: a frozen outbox sends nothing, and what was under way is still settled`() {
        var desk = OutboxDesk()
        desk.queue("a")
        let sent = desk.run()
        desk.queue("b")
        desk.outbox.frozen()
        #expect(desk.run().isEmpty)
        #expect(desk.wait == nil)
        desk.answer(sent.head, each: self.ok)
        #expect(desk.fate(of: 1) == .synced(nil))
        desk.outbox.thawed(at: desk.now.instant)
        #expect(desk.run().map(\.items) == [[2]])
    }

    @Test func `a skipped item is neither tried nor blamed, and a skipped probe is due again`() {
        var desk = OutboxDesk()
        desk.queue("a")
        for _ in 0..<5 {
            desk.answer(desk.run().head, each: .fault(.unreachable))
            desk.outbox.flushRequested(at: desk.now)
        }
        let attempts = desk.history(of: 1).attempts
        let probe = desk.run()
        desk.answer(probe.head, each: .skipped(.offline))
        #expect(desk.history(of: 1).attempts == attempts)
        #expect(desk.run().count == 1)
    }

    @Test func `what a process is told to send waits for no rest that an earlier one began`() {
        var desk = OutboxDesk()
        desk.queue("a")
        desk.answer(desk.run().head, each: .status(503))
        #expect(desk.run().isEmpty)
        desk.pass(.milliseconds(10))
        desk.outbox = Outbox(at: desk.now.instant)
        desk.outbox.flushRequested(at: desk.now)
        desk.queue("b")
        #expect(desk.run().count == 2)
    }
}
