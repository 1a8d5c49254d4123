// SPDX-License-Identifier: Apache-2.0

import MartletRules
import MartletTesting
import Testing

@Suite struct HeartbeatWheelTests {
    private final class Peer {
        let number: Int
        init(_ number: Int = 0) { self.number = number }
    }

    private typealias Wheel = HeartbeatWheel<Peer, ManualInstant>

    /// Turns the wheel second by second and lists what happened when; `unsent` is what the peers have yet to take.
    private func turn(
        _ wheel: inout Wheel,
        _ seconds: ClosedRange<Int64>,
        unsent: (Int64) -> Int? = { _ in nil }
    ) -> [(second: Int64, action: HeartbeatAction)] {
        seconds.flatMap { second in
            wheel.tick(at: ManualInstant(integerLiteral: second)) { _ in unsent(second) }.map { (second, $0.action) }
        }
    }

    @Test func `R3-16: a peer that is silent for 10 s after a ping is closed, and its seat is free`() {
        var chance = SeededGenerator(seed: 1)
        var wheel = Wheel(startingAt: 0)
        let seat = wheel.add(Peer(), using: &chance)
        let happened = self.turn(&wheel, 1...60)
        #expect(happened.map(\.action) == [.ping, .close])
        #expect((1...25).contains(happened[0].second))
        #expect(happened[1].second == happened[0].second + 10)
        #expect(wheel.count == 0)
        wheel.remove(seat)
        wheel.heard(seat)
        #expect(wheel.count == 0)
    }

    @Test func `a peer that answers is pinged every 25 s`() {
        var chance = SeededGenerator(seed: 2)
        var wheel = Wheel(startingAt: 0)
        let seat = wheel.add(Peer(), using: &chance)
        var pings: [Int64] = []
        for second in 1...200 as ClosedRange<Int64> {
            for due in wheel.tick(at: ManualInstant(integerLiteral: second)) {
                #expect(due.action == .ping)
                pings.append(second)
            }
            wheel.heard(seat)
        }
        #expect(zip(pings, pings.dropFirst()).allSatisfy { $1 - $0 == 25 })
        #expect((7...8).contains(pings.count))
    }

    @Test func `what was heard before a ping does not answer it`() {
        var chance = SeededGenerator(seed: 3)
        var wheel = Wheel(startingAt: 0)
        let seat = wheel.add(Peer(), using: &chance)
        wheel.heard(seat)
        #expect(self.turn(&wheel, 1...60).map(\.action) == [.ping, .close])
    }

    @Test func `an event stream is pinged but never closed for its silence`() {
        var chance = SeededGenerator(seed: 4)
        var wheel = Wheel(startingAt: 0)
        _ = wheel.add(Peer(), answers: false, using: &chance)
        #expect(self.turn(&wheel, 1...100).map(\.action) == [.ping, .ping, .ping, .ping])
    }

    @Test func `R3-17: a reader that takes a little now and then is slow, not silent`() {
        var chance = SeededGenerator(seed: 8)
        var wheel = Wheel(startingAt: 0)
        _ = wheel.add(Peer(), using: &chance)
        #expect(self.turn(&wheel, 1...600) { 70_000 - Int($0) }.isEmpty)
        #expect(self.turn(&wheel, 601...640).map(\.action) == [.ping, .close], "then it answers like everyone")
        #expect(wheel.count == 0)
    }

    @Test func `R3-16: a reader that takes nothing for an interval and the patience is gone`() throws {
        var chance = SeededGenerator(seed: 9)
        var wheel = Wheel(startingAt: 0)
        _ = wheel.add(Peer(), using: &chance)
        let happened = self.turn(&wheel, 1...200) { _ in 70_000 }
        #expect(happened.map(\.action) == [.close])
        #expect((35...75).contains(try #require(happened.first).second))
        #expect(wheel.count == 0)
    }

    @Test func `a ping behind more than a reader can take is not its silence`() throws {
        var chance = SeededGenerator(seed: 10)
        var wheel = Wheel(startingAt: 0)
        let seat = wheel.add(Peer(), using: &chance)
        let ping = try #require((1...25 as ClosedRange<Int64>).first { !self.turn(&wheel, $0...$0).isEmpty })
        // The ping went out just before the reader's buffers were full.
        #expect(self.turn(&wheel, (ping + 1)...(ping + 12)) { _ in 70_000 }.isEmpty)
        wheel.heard(seat)
        #expect(self.turn(&wheel, (ping + 13)...(ping + 21)).map(\.action) == [.ping])
    }

    @Test func `a reader that took enough to be written to starts anew`() {
        var chance = SeededGenerator(seed: 11)
        var wheel = Wheel(startingAt: 0)
        let seat = wheel.add(Peer(), using: &chance)
        for round in 0..<10 as Range<Int64> {
            // Full whenever it is looked at, and never for long.
            #expect(self.turn(&wheel, (round * 30 + 1)...(round * 30 + 30)) { _ in 70_000 }.isEmpty)
            wheel.heard(seat)
        }
    }

    @Test func `an event stream that takes nothing is given up too`() {
        var chance = SeededGenerator(seed: 12)
        var wheel = Wheel(startingAt: 0)
        _ = wheel.add(Peer(), answers: false, using: &chance)
        #expect(self.turn(&wheel, 1...200) { _ in 70_000 }.map(\.action) == [.close])
    }

    @Test func `a seat that was taken again is not freed by whoever had it before`() {
        var chance = SeededGenerator(seed: 5)
        var wheel = Wheel(startingAt: 0)
        let first = wheel.add(Peer(), using: &chance)
        wheel.remove(first)
        _ = wheel.add(Peer(), using: &chance)
        wheel.remove(first)
        wheel.heard(first)
        #expect(wheel.count == 1)
    }

    @Test func `a loop that stalled does not take its own stall for the peers' silence`() throws {
        var chance = SeededGenerator(seed: 6)
        var wheel = Wheel(startingAt: 0)
        let seat = wheel.add(Peer(), using: &chance)
        let ping = try #require(self.turn(&wheel, 1...25).first).second
        var probe = wheel
        #expect(probe.tick(at: ManualInstant(integerLiteral: 500)).isEmpty)
        #expect(self.turn(&probe, 501...(501 + 10)).map(\.action) == [.close])
        #expect(ping <= 25)
        wheel.heard(seat)
        #expect(wheel.tick(at: ManualInstant(integerLiteral: 500)).isEmpty)
    }

    @Test func `a timer that runs a little late keeps the beat`() {
        var chance = SeededGenerator(seed: 7)
        var wheel = Wheel(startingAt: 0)
        _ = wheel.add(Peer(), answers: false, using: &chance)
        var pings = 0
        for step in 1...1000 { pings += wheel.tick(at: ManualInstant(.milliseconds(1030 * step))).count }
        #expect((40...42).contains(pings))
    }

    @Test func `a short heartbeat has short ticks`() {
        let timing = HeartbeatTiming(interval: .milliseconds(250), patience: .milliseconds(100))
        #expect(Wheel(timing: timing, startingAt: 0).resolution == .milliseconds(10))
        #expect(Wheel(startingAt: 0).resolution == .seconds(1))
    }

    /// Thousands of peers that come, speak, fall silent and leave, against one list of who should be closed when.
    @Test(arguments: 0..<20 as Range<UInt64>)
    func `every peer is pinged on its beat, and exactly the silent ones are closed`(seed: UInt64) {
        var chance = SeededGenerator(seed: seed)
        var wheel = Wheel(startingAt: 0)
        var model: [Int: (seat: HeartbeatSeat, opened: Int64, pinged: Int64?, heard: Bool)] = [:]
        var number = 0
        for second in 1...150 as ClosedRange<Int64> {
            let due = wheel.tick(at: ManualInstant(integerLiteral: second))
            for (peer, action) in due {
                let known = model[peer.number]
                switch action {
                case .ping:
                    #expect(known.map { second - ($0.pinged ?? ($0.opened)) <= 25 } == true)
                    if let pinged = known?.pinged { #expect(second == pinged + 25) }
                    model[peer.number]?.pinged = second
                    model[peer.number]?.heard = false
                case .close:
                    #expect(known?.heard == false)
                    #expect(known?.pinged == second - 10)
                    model[peer.number] = nil
                }
            }
            #expect(model.values.allSatisfy { $0.heard || second - ($0.pinged ?? second) < 10 })
            #expect(wheel.count == model.count)
            for (name, peer) in model where Int.random(in: 0..<12, using: &chance) == 0 {
                wheel.heard(peer.seat)
                if peer.pinged != nil { model[name]?.heard = true }
            }
            for (name, peer) in model where Int.random(in: 0..<60, using: &chance) == 0 {
                wheel.remove(peer.seat)
                model[name] = nil
            }
            for _ in 0..<Int.random(in: 0..<8, using: &chance) {
                number += 1
                model[number] = (wheel.add(Peer(number), using: &chance), second, nil, false)
            }
        }
        #expect(number > 300)
    }
}
