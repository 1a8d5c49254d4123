// SPDX-License-Identifier: Apache-2.0

import MartletRules
import MartletTesting
import MartletWire
import Testing

/// Sockets and polls share one position.
@Suite struct ReceptionPollTests {
    private func event(_ seq: Seq?) -> EventFrame {
        EventFrame(seq: seq, event: .unknown(EventName("test.happened"), .emptyObject))
    }

    private func page(_ seqs: [Seq?], to seq: Seq, epoch: String = "a", resync: ResyncReason? = nil) -> LongPollPage {
        LongPollPage(epoch: Epoch(rawValue: epoch), seq: seq, events: seqs.map(self.event), resync: resync)
    }

    private func position(_ seq: Seq, _ epoch: String = "a") -> Position {
        Position(epoch: Epoch(rawValue: epoch), seq: seq)
    }

    private func apply(_ page: LongPollPage, to reception: inout Reception) -> [Seq] {
        page.events.compactMap(\.seq).filter { seq in
            guard reception.received(seq) else { return false }
            reception.applied(seq)
            return true
        }
    }

    @Test func `a poll takes up where the socket was, and the socket where the poll was (DESIGN 6, one position)`() {
        var reception = Reception(from: self.position(10))
        #expect(reception.received(12) == true)
        reception.applied(12)
        let page = self.page([13, 15], to: 17)
        #expect(reception.answered(page, isAsked: true) == .goesOn)
        #expect(reception.resumePoint == self.position(12), "nothing of the page is applied yet")
        #expect(self.apply(page, to: &reception) == [13, 15])
        #expect(reception.resumePoint == self.position(17))
    }

    @Test func `a poll with nothing new moves the position on (2.4.3 none)`() {
        var reception = Reception(from: self.position(10))
        #expect(reception.answered(self.page([], to: 40), isAsked: true) == .goesOn)
        #expect(reception.position == self.position(40))
    }

    @Test func `what a socket brought past a hole is not applied again by the poll that fills it`() {
        var reception = Reception(from: self.position(10))
        #expect(reception.received(14) == true)
        reception.applied(14)
        #expect(reception.pinged(Ping(seq: 14, sent: 2)) == false)
        #expect(reception.resumePoint == self.position(10))
        let page = self.page([12, 14, 15], to: 15)
        _ = reception.answered(page, isAsked: true)
        #expect(self.apply(page, to: &reception) == [12, 15])
        #expect(reception.resumePoint == self.position(15))
    }

    @Test func `a page that was cut short is taken up after what was applied of it`() {
        var reception = Reception(from: self.position(10))
        _ = reception.answered(self.page([11, 12, 13], to: 20), isAsked: true)
        #expect(reception.received(11) == true)
        reception.applied(11)
        #expect(reception.resumePoint == self.position(11))
    }

    @Test func `a page of the log's next life carries the position there`() {
        var reception = Reception(from: self.position(10))
        let page = self.page([12], to: 12, epoch: "b")
        #expect(reception.answered(page, isAsked: true) == .goesOn)
        #expect(reception.resumePoint == self.position(10, "b"))
        _ = self.apply(page, to: &reception)
        #expect(reception.position == self.position(12, "b"))
    }

    @Test func `a page that cannot be exact says so, and begins where the server is`() {
        var reception = Reception(from: self.position(10))
        let page = self.page([], to: 900, epoch: "b", resync: .expired)
        #expect(reception.answered(page, isAsked: true) == .resync(.expired))
        #expect(reception.resumePoint == self.position(900, "b"))
    }

    @Test(arguments: [([], 40, 40), ([38, nil, 40], 40, 37), ([Seq.min], 40, 0)] as [([Seq?], Seq, Seq)])
    func `a poll from nowhere begins live, before the first event that it brings`(seqs: [Seq?], to: Seq, start: Seq) {
        var reception = Reception()
        #expect(reception.answered(self.page(seqs, to: to), isAsked: false) == .begins)
        #expect(reception.resumePoint == self.position(start))
    }

    @Test func `a poll from a number alone goes on`() {
        var reception = Reception()
        let page = self.page([38], to: 40)
        #expect(reception.answered(page, isAsked: true) == .goesOn)
        #expect(self.apply(page, to: &reception) == [38])
        #expect(reception.position == self.position(40))
    }
}
