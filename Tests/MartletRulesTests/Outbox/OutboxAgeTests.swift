// SPDX-License-Identifier: Apache-2.0

import MartletRules
import MartletTesting
import MartletWire
import Testing

@Suite struct OutboxAgeTests {
    private static let month = Duration.seconds(30 * 86_400)
    private let ok = DeliveryAnswer.status(200)

    @Test func `D27, D31: an item that waited a month unsent is a dead letter, not a loss`() {
        var desk = OutboxDesk()
        desk.outbox.networkChanged(isOnline: false, at: desk.now.instant)
        desk.queue("a")
        desk.pass(Self.month)
        desk.outbox.networkChanged(isOnline: true, at: desk.now.instant)
        #expect(desk.run().isEmpty)
        #expect(desk.reason(1) == .expired)
    }

    @Test func `Q1: an item that may have arrived is never sent after its key's life`() {
        var desk = OutboxDesk { $0.keyLife = .seconds(86_400) }
        desk.queue("a")
        desk.answer(desk.run().head, each: .fault(.timedOut))
        desk.outbox.networkChanged(isOnline: false, at: desk.now.instant)
        desk.pass(.seconds(86_400))
        desk.outbox.networkChanged(isOnline: true, at: desk.now.instant)
        #expect(desk.run().isEmpty)
        #expect(desk.reason(1) == .unknownOutcome)
    }

    @Test(arguments: [DeliveryAnswer.fault(.unreachable), .status(429), .status(401)])
    func `Q1: an item that surely did not arrive outlives its key`(answer: DeliveryAnswer) {
        var desk = OutboxDesk { $0.keyLife = .seconds(86_400) }
        desk.queue("a")
        desk.answer(desk.run().head, each: answer)
        desk.outbox.networkChanged(isOnline: false, at: desk.now.instant)
        desk.pass(.seconds(86_400))
        desk.outbox.networkChanged(isOnline: true, at: desk.now.instant)
        _ = desk.run()
        desk.outbox.credentialsRefreshed()
        let again = desk.run()
        #expect(again.map(\.items) == [[1]] || desk.outbox.inFlight == 1)
        #expect(desk.reason(1) == nil)
    }

    @Test func `Q1: an attempt that surely failed does not clear the doubt of an earlier one`() {
        var desk = OutboxDesk()
        desk.queue("a")
        desk.answer(desk.run().head, each: .fault(.lost))
        let since = desk.history(of: 1).uncertainSince
        #expect(since != nil)
        desk.pass(.seconds(1))
        desk.answer(desk.run().head, each: .fault(.unreachable))
        #expect(desk.history(of: 1).uncertainSince == since)
    }

    @Test func `D29: the end of a start that waited too long goes with it`() {
        var desk = OutboxDesk()
        desk.outbox.networkChanged(isOnline: false, at: desk.now.instant)
        desk.queue("session", .opens)
        desk.pass(.seconds(60))
        desk.queue("session", .closes)
        desk.pass(Self.month - .seconds(60))
        desk.outbox.networkChanged(isOnline: true, at: desk.now.instant)
        _ = desk.run()
        #expect(desk.reason(1) == .expired)
        #expect(desk.reason(2) == .inherited)
    }

    @Test func `R1-13: what a restart finds waits no longer than it did, and no less`() {
        var desk = OutboxDesk()
        desk.queue("a")
        desk.answer(desk.run().head, each: .status(503))
        desk.restart()
        #expect(desk.run().isEmpty)
        desk.pass(.seconds(1))
        #expect(desk.run().map(\.items) == [[1]])
    }

    @Test func `R1-13: a wall clock that was set back delays nobody for longer than any pause`() {
        var desk = OutboxDesk()
        desk.queue("a")
        desk.answer(desk.run().head, each: .status(503))
        desk.skew = .seconds(-86_400 * 365)
        desk.restart()
        #expect(desk.run().isEmpty)
        desk.pass(.seconds(300))
        #expect(desk.run().map(\.items) == [[1]])
        #expect(desk.reason(1) == nil)
    }

    @Test func `Q4: an owner that was replaced reads everything again and settles nothing it knew before`() {
        var desk = OutboxDesk()
        desk.queue("a")
        let sent = desk.run()
        desk.outbox.storageFailed(isFenced: true, at: desk.now.instant)
        let again = desk.run()
        #expect(again.map(\.items) == [[1]])
        #expect(desk.answer(sent.head, each: self.ok).isEmpty)
        #expect(desk.answer(again.head, each: self.ok).count == 1)
    }

    @Test func `Q4: while another process sends, this one looks every second whether it still does`() {
        var desk = OutboxDesk()
        desk.queue("a")
        #expect(desk.outbox.step(at: desk.now) == .read(after: 1))
        #expect(desk.outbox.step(at: desk.now) == .acquireLease)
        desk.outbox.leaseRefused(until: desk.now.date.advanced(by: .seconds(12)), at: desk.now)
        #expect(desk.outbox.step(at: desk.now) == .wait(until: 1))
        #expect(desk.outbox.obstacle(at: 0) == .heldElsewhere)
        desk.pass(.seconds(1))
        #expect(desk.run().map(\.items) == [[1]])
    }

    @Test func `storage that fails is asked again after a pause`() {
        var desk = OutboxDesk()
        desk.queue("a")
        _ = desk.run()
        desk.outbox.storageFailed(at: desk.now.instant)
        desk.queue("b")
        #expect(desk.run().isEmpty)
        desk.pass(.seconds(5))
        #expect(Set(desk.run().flatMap(\.items)) == [1, 2])
    }
}
