// SPDX-License-Identifier: Apache-2.0

import MartletRules
import MartletTesting
import MartletWire
import Testing

@Suite struct ReceptionTests {
    @Test func `what was never connected resumes from nothing`() {
        #expect(Reception().resumePoint == nil)
        let position = Position(epoch: .first, seq: 4)
        #expect(Reception(from: position).resumePoint == position)
    }

    @Test func `events, pings and new lives of the log move the position, in that order`() {
        var reception = Reception()
        #expect(reception.opened(.at(5), isAsked: false) == .begins)
        #expect(reception.hears(7) == true)
        #expect(reception.resumePoint == Position(epoch: .first, seq: 7))
        #expect(reception.pinged(Ping(seq: 9, sent: 1)) == true)
        #expect(reception.resumePoint == Position(epoch: .first, seq: 9))
        reception.epochChanged(to: Position(epoch: .second, seq: 10))
        #expect(reception.resumePoint == Position(epoch: .second, seq: 10))
    }

    @Test func `the position is that of what was applied, not of what arrived (3.5 rule 7)`() {
        var reception = Reception()
        _ = reception.opened(.at(5), isAsked: false)
        #expect(reception.received(6) == true)
        #expect(reception.resumePoint?.seq == 5)
        reception.applied(6)
        #expect(reception.resumePoint?.seq == 6)
    }

    @Test func `an event that was applied is dropped`() {
        var reception = Reception()
        _ = reception.opened(.at(5), isAsked: false)
        #expect(reception.hears(6) == true)
        #expect(reception.hears(6) == false)
        #expect(reception.hears(5) == false)
        #expect(reception.hears(7) == true)
    }

    @Test func `a resumed stream goes on, a refused one begins anew and says why`() {
        var reception = Reception(from: Position(epoch: .first, seq: 5))
        #expect(reception.opened(.resuming(from: 5, to: 5, count: 0), isAsked: true) == .goesOn)
        #expect(reception.opened(.at(90, resync: .tooMany), isAsked: true) == .resync(.tooMany))
        #expect(reception.resumePoint?.seq == 90)
        #expect(reception.opened(.at(91), isAsked: true) == .resync(nil))
    }

    @Test func `the end of a replay is certain once as many events came as the receipt says`() {
        var reception = Reception(from: Position(epoch: .first, seq: 5))
        _ = reception.opened(.resuming(from: 5, to: 20, count: 2), isAsked: true)
        #expect(reception.hears(8) == true)
        #expect(reception.resumePoint?.seq == 8)
        #expect(reception.hears(11) == true)
        #expect(reception.resumePoint?.seq == 20)
    }

    @Test func `a count that disagrees goes back to the last that agreed`() {
        var reception = Reception()
        _ = reception.opened(.at(5), isAsked: false)
        #expect(reception.hears(6) == true)
        #expect(reception.pinged(Ping(seq: 6, sent: 1)) == true)
        #expect(reception.hears(8) == true)
        #expect(reception.pinged(Ping(seq: 9, sent: 3)) == false)
        #expect(reception.resumePoint?.seq == 6)
        #expect(reception.position?.seq == 8)
    }

    @Test func `after going back only what was missing is applied, however often the connection is lost`() {
        var reception = Reception()
        _ = reception.opened(.at(5), isAsked: false)
        #expect(reception.hears(6) == true)
        #expect(reception.hears(9) == true)
        #expect(reception.pinged(Ping(seq: 9, sent: 4)) == false)
        #expect(reception.resumePoint?.seq == 5)
        _ = reception.opened(.resuming(from: 5, to: 9, count: 4), isAsked: true)
        #expect(reception.hears(6) == false)
        #expect(reception.hears(7) == true)
        #expect(reception.resumePoint?.seq == 5, "lost before the replay was whole")
        _ = reception.opened(.resuming(from: 5, to: 9, count: 4), isAsked: true)
        #expect(reception.hears(6) == false)
        #expect(reception.hears(7) == false)
        #expect(reception.hears(8) == true)
        #expect(reception.hears(9) == false)
        #expect(reception.resumePoint?.seq == 9)
        #expect(reception.pinged(Ping(seq: 10, sent: 4)) == true)
    }

    /// Random losses, holes and restarts: what is applied is what was logged, once each.
    ///
    /// A hole is the server's failure, since TCP has none; the next ping reveals it.
    @Test(arguments: 0..<200) func `whatever happens between two pings, every event is applied once (R3-9)`(
        seed: UInt64
    ) {
        var chance = SeededGenerator(seed: seed)
        var reception = Reception()
        var applied: [Seq] = []
        var head: Seq = 0
        var sent: Int64 = 0
        _ = reception.opened(.at(0), isAsked: false)
        for step in 0..<300 {
            let isLast = step == 299
            if !isLast, Int.random(in: 0..<10, using: &chance) < 8 {
                head += 1
                sent += 1
                let isHole = Int.random(in: 0..<20, using: &chance) == 0
                if !isHole, reception.hears(head) { applied.append(head) }
                continue
            }
            guard !reception.pinged(Ping(seq: head, sent: sent)) || Bool.random(using: &chance) else { continue }
            repeat {
                let from = reception.resumePoint?.seq ?? 0
                _ = reception.opened(.resuming(from: from, to: head, count: Int(head - from)), isAsked: true)
                // The connection may be lost again within the replay.
                sent = Int64.random(in: 0...(head - from), using: &chance)
                for seq in from..<(from + sent) where reception.hears(seq + 1) { applied.append(seq + 1) }
            } while reception.resumePoint?.seq != head
        }
        #expect(applied.sorted() == (1...head).map { $0 })
    }
}

extension Epoch {
    fileprivate static let first = Epoch(rawValue: "e1")
    fileprivate static let second = Epoch(rawValue: "e2")
}

extension Hello {
    fileprivate static func at(_ seq: Seq, resync: ResyncReason? = nil) -> Hello {
        Hello(
            userID: 1,
            connectionID: ConnectionID(rawValue: "c"),
            position: Position(epoch: .first, seq: seq),
            resync: resync,
            serverTime: 0
        )
    }

    fileprivate static func resuming(from: Seq, to: Seq, count: Int) -> Hello {
        var hello = Self.at(to)
        hello.resume(from: from, replaying: count)
        return hello
    }
}

extension Reception {
    /// Takes an event as a client does; whether it was new.
    fileprivate mutating func hears(_ seq: Seq) -> Bool {
        let isNew = self.received(seq)
        if isNew { self.applied(seq) }
        return isNew
    }
}
