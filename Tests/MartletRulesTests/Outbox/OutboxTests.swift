// SPDX-License-Identifier: Apache-2.0

import MartletRules
import MartletTesting
import MartletWire
import Testing

@Suite struct OutboxTests {
    private let ok = DeliveryAnswer.status(200)

    // MARK: - Order

    @Test func `Q4: items of one lane go one after another, in their order`() {
        var desk = OutboxDesk()
        for _ in 0..<3 { desk.queue("a") }
        for id in 1...3 {
            let sent = desk.run()
            #expect(sent.map(\.items) == [[OutboxItemID(rawValue: Int64(id))]])
            desk.answer(sent.head, each: self.ok)
        }
        #expect(desk.run().isEmpty)
        #expect(desk.outbox.depth == 0)
    }

    @Test func `Q4: lanes do not wait for each other, but only some go at once`() {
        var desk = OutboxDesk()
        for lane in ["a", "b", "c", "d", "e", "f"] { desk.queue(lane) }
        let first = desk.run()
        #expect(first.map(\.items) == [[1], [2], [3], [4]])
        desk.answer(first.dropFirst(2).first ?? first.head, each: self.ok)
        #expect(desk.run().map(\.items) == [[5]])
    }

    @Test func `D28: a lane that fails holds up no other`() {
        var desk = OutboxDesk()
        desk.queue("sessions")
        desk.queue("other")
        let sent = desk.run()
        desk.answer(sent.head, each: .status(500))
        desk.answer(sent[1], each: self.ok)
        desk.queue("other")
        #expect(desk.run().map(\.items) == [[3]])
    }

    @Test func `R1-14: what is critical goes before what is batched`() {
        var desk = OutboxDesk { $0.flights = 1 }
        for _ in 0..<20 { desk.queue("activities", .standalone, .batched) }
        desk.queue("session", .opens)
        #expect(desk.run().first?.items == [21])
    }

    @Test func `an item that is loaded twice is one item`() {
        var desk = OutboxDesk()
        let id = desk.queue("a")
        let again = desk.run()
        desk.restart()
        desk.outbox.loaded([], at: desk.now)
        #expect(again.map(\.items) == [[id]])
        #expect(desk.outbox.depth == 1)
    }

    // MARK: - Beginnings and ends

    @Test func `R1-2, D8: an unsent start and its end are one request, in order`() {
        var desk = OutboxDesk()
        desk.queue("session", .opens)
        desk.queue("session", .closes)
        #expect(desk.run().map(\.items) == [[1, 2]])
    }

    @Test func `D7, D8: an end waits for its start's outcome, and is not mistaken for it`() {
        var desk = OutboxDesk()
        desk.queue("session", .opens)
        let start = desk.run()
        desk.queue("session", .closes)
        #expect(desk.run().isEmpty)
        desk.answer(start.head, each: .fault(.timedOut))
        desk.pass(.seconds(1))
        let again = desk.run()
        #expect(again.map(\.items) == [[1]])
        desk.answer(again.head, each: .accepted(.init(trusted: Array("{}".utf8))))
        #expect(desk.run().map(\.items) == [[2]])
    }

    @Test func `D8: a start that surely never arrived still travels with its end`() {
        var desk = OutboxDesk()
        desk.queue("session", .opens)
        let start = desk.run()
        desk.queue("session", .closes)
        desk.answer(start.head, each: .fault(.unreachable))
        desk.pass(.seconds(1))
        #expect(desk.run().map(\.items) == [[1, 2]])
    }

    @Test func `D29: an end inherits its start's fate, whether it travelled along or waited behind`() {
        var desk = OutboxDesk()
        desk.queue("together", .opens)
        desk.queue("together", .closes)
        let together = desk.run()
        desk.answer(together.head, .each([.status(400), .status(404)]))
        #expect(desk.reason(1) == .refused(DeliveryFault(.invalid, code: 400)))
        #expect(desk.reason(2) == .inherited)

        desk.queue("behind", .opens)
        let start = desk.run()
        desk.queue("behind", .closes)
        desk.answer(start.head, each: .status(400))
        #expect(desk.reason(4) == .inherited)
        #expect(desk.outbox.depth == 0)
        #expect(desk.run().isEmpty)
    }

    @Test func `D29: an end is not blamed for a start that has yet to succeed`() {
        var desk = OutboxDesk()
        desk.queue("session", .opens)
        desk.queue("session", .closes)
        desk.answer(desk.run().head, .each([.status(503), .status(404)]))
        #expect(desk.fate(of: 2) == nil)
        desk.pass(.seconds(1))
        let start = desk.run()
        #expect(start.map(\.items) == [[1]])
        desk.answer(start.head, each: self.ok)
        #expect(desk.run().map(\.items) == [[2]])
    }

    // MARK: - Retries

    @Test func `R1-6, D4, D5: delays grow from the very first failure on`() {
        var desk = OutboxDesk { $0.breakerFailures = 1000 }
        desk.queue("a")
        let times = desk.run(for: .seconds(100), answering: .fault(.lost)).prefix(7)
        #expect(Array(times) == [0, 1, 3, 7, 15, 31, 61].map(Duration.seconds))
    }

    @Test func `D3: the next attempt's time is drawn once and stored`() {
        var desk = OutboxDesk()
        desk.queue("a")
        desk.answer(desk.run().head, each: .fault(.lost))
        let stored = desk.history(of: 1).notBefore
        #expect(stored == desk.now.date.advanced(by: .seconds(1)))
        for _ in 0..<10 { #expect(desk.run().isEmpty) }
        #expect(desk.wait == 1)
        #expect(desk.history(of: 1).notBefore == stored)
    }

    @Test func `D13, R1-8: the fifth answered server error is the end`() {
        var desk = OutboxDesk { $0.breakerFailures = 1000 }
        desk.queue("a")
        let times = desk.run(for: .seconds(3600), answering: .status(500))
        #expect(times.count == 5)
        #expect(desk.reason(1) == .exhausted(DeliveryFault(.serverError, code: 500)))
    }

    @Test(arguments: [
        DeliveryAnswer.fault(.unreachable), .fault(.lost), .fault(.timedOut), .status(408), .status(425), .status(429),
        .status(502), .status(503), .status(504),
    ])
    func `D14, D16: a day of outage ends no item`(answer: DeliveryAnswer) {
        var desk = OutboxDesk()
        desk.queue("a")
        let times = desk.run(for: .seconds(86_400), answering: answer)
        #expect(times.count > 5)
        #expect(desk.fate(of: 1) == nil)
        #expect(desk.history(of: 1).strikes == 0)
        #expect(desk.history(of: 1).attempts == times.count)
    }

    @Test func `D6, R1-7: the first refusal is final on the immediate path too`() {
        var desk = OutboxDesk()
        desk.queue("a")
        desk.answer(desk.run().head, each: .status(400))
        #expect(desk.reason(1) == .refused(DeliveryFault(.invalid, code: 400)))
        desk.pass(.seconds(600))
        #expect(desk.run().isEmpty)
    }

    @Test func `D17: a server that asks to be left alone is, by all lanes`() {
        var desk = OutboxDesk()
        desk.queue("a")
        desk.answer(desk.run().head, each: .status(429, retryAfter: .seconds(40)))
        desk.queue("b")
        #expect(desk.run().isEmpty)
        #expect(desk.outbox.obstacle(at: desk.now.instant) == .askedToWait)
        desk.pass(.seconds(39))
        #expect(desk.run().isEmpty)
        desk.pass(.seconds(1))
        #expect(Set(desk.run().flatMap(\.items)) == [1, 2])
    }

    @Test func `D17: a Retry-After of a year is a pause of five minutes`() {
        var desk = OutboxDesk()
        desk.queue("a")
        desk.answer(desk.run().head, each: .status(503, retryAfter: .seconds(31_536_000)))
        desk.pass(.seconds(300))
        #expect(desk.run().map(\.items) == [[1]])
    }

    // MARK: - Batches

    @Test func `R1-4: twenty items go without waiting, nineteen wait for 30 s`() {
        var desk = OutboxDesk()
        for _ in 0..<19 { desk.queue("activities", .standalone, .batched) }
        #expect(desk.run().isEmpty)
        #expect(desk.wait == 30)
        desk.queue("activities", .standalone, .batched)
        #expect(desk.run().map(\.items.count) == [20])
    }

    @Test func `R1-4: the first of a batch waits no longer than 30 s`() {
        var desk = OutboxDesk()
        desk.queue("one", .standalone, .batched)
        desk.pass(.seconds(29))
        desk.queue("two", .standalone, .batched)
        #expect(desk.run().isEmpty)
        desk.pass(.seconds(1))
        #expect(desk.run().map(\.items) == [[1, 2]])
    }

    @Test func `D36: no request carries more than 100 items, and none is left behind`() {
        var desk = OutboxDesk()
        for number in 0..<350 { desk.queue("lane \(number % 7)", .standalone, .batched) }
        var counts: [Int] = []
        while desk.outbox.depth > 0 {
            for shipment in desk.run() {
                counts.append(shipment.items.count)
                desk.answer(shipment, each: self.ok)
            }
            desk.pass(.seconds(1))
        }
        #expect(counts.reduce(0, +) == 350)
        #expect(counts.allSatisfy { $0 <= 100 })
    }

    @Test func `a batch is cut where its bytes are too many for a request`() {
        var desk = OutboxDesk()
        for _ in 0..<20 { desk.queue("a", .standalone, .batched, bytes: 100 * 1024) }
        #expect(desk.run().map(\.items.count) == [5])
    }

    @Test func `items of different methods do not share a batch`() {
        var desk = OutboxDesk()
        for _ in 0..<20 { desk.queue("a", .standalone, .batched, method: "x") }
        for _ in 0..<20 { desk.queue("b", .standalone, .batched, method: "y") }
        #expect(desk.run().map(\.items.count) == [20, 20])
    }

    @Test func `R1-14: a critical item pulls along what stands before it in its lane`() {
        var desk = OutboxDesk()
        desk.queue("a", .standalone, .batched)
        desk.queue("a", .standalone, .batched)
        desk.queue("a", .standalone, .critical)
        let first = desk.run()
        #expect(first.map(\.items) == [[1, 2]])
        desk.answer(first.head, each: self.ok)
        #expect(desk.run().map(\.items) == [[3]])
    }

    @Test func `a flush sends what was gathered`() {
        var desk = OutboxDesk()
        desk.queue("a", .standalone, .batched)
        #expect(desk.run().isEmpty)
        desk.outbox.flushRequested(at: desk.now)
        #expect(desk.run().map(\.items) == [[1]])
    }

    @Test func `D35: an answer to other than what was asked settles nothing`() {
        var desk = OutboxDesk()
        for _ in 0..<20 { desk.queue("a", .standalone, .batched) }
        let sent = desk.run()
        #expect(desk.answer(sent.head, .each([self.ok])).count == 20)
        #expect(desk.outbox.depth == 20)
        #expect(desk.fate(of: 1) == nil)
    }

    @Test func `D18, D36, D37: of a batch that is refused as a whole only the culprit dies`() {
        var desk = OutboxDesk()
        for number in 0..<20 { desk.queue("lane \(number)", .standalone, .batched) }
        desk.answer(desk.run().head, .whole(.status(413)))
        #expect(desk.outbox.depth == 20)
        while desk.outbox.depth > 0 {
            for shipment in desk.run() {
                #expect(shipment.items.count == 1)
                desk.answer(shipment, .whole(shipment.items == [7] ? .status(413) : self.ok))
            }
        }
        #expect((1...20).count { desk.reason(OutboxItemID(rawValue: $0)) != nil } == 1)
        #expect(desk.reason(7) == .refused(DeliveryFault(.tooLarge, code: 413)))
    }

    @Test func `D18: a batch over which the server fails counts against nobody in it`() {
        var desk = OutboxDesk()
        for number in 0..<20 { desk.queue("lane \(number)", .standalone, .batched) }
        desk.answer(desk.run().head, .whole(.status(500)))
        #expect((1...20).allSatisfy { desk.history(of: OutboxItemID(rawValue: $0)).strikes == 0 })
        desk.pass(.seconds(2))
        #expect(desk.run().allSatisfy { $0.items.count == 1 })
    }

    @Test func `4.5: each item of a batch has its own fate`() {
        var desk = OutboxDesk()
        for number in 0..<20 { desk.queue("lane \(number)", .standalone, .batched) }
        let sent = desk.run()
        var answers = sent.head.items.map { _ in self.ok }
        answers[3] = .status(422)
        answers[4] = .status(500)
        desk.answer(sent.head, .each(answers))
        #expect(desk.reason(4) == .refused(DeliveryFault(.invalid, code: 422)))
        #expect(desk.history(of: 5).strikes == 1)
        #expect(desk.outbox.depth == 1)
    }
}
