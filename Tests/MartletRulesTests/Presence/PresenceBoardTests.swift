// SPDX-License-Identifier: Apache-2.0

import MartletRules
import MartletTesting
import MartletWire
import Testing

@Suite struct PresenceBoardTests {
    private typealias Board = PresenceBoard<String, ManualInstant>

    @Test func `the first change after a quiet second is told at once, the next ones once a second`() {
        var board = Board()
        #expect(board.changed(1, to: "a", in: [7], at: 0) == [.send(7, ["a"]), .wait(until: 1)])
        #expect(board.changed(2, to: "b", in: [7], at: 0) == [])
        #expect(board.changed(3, to: "c", in: [7], at: 0) == [])
        #expect(board.timerFired(at: 1) == [.send(7, ["b", "c"]), .wait(until: 2)])
        #expect(board.timerFired(at: 2) == [])
        #expect(board.changed(1, to: "d", in: [7], at: 2) == [.send(7, ["d"]), .wait(until: 3)])
    }

    @Test func `the last word on a person wins`() {
        var board = Board()
        _ = board.changed(1, to: "online", in: [7], at: 0)
        _ = board.changed(1, to: "offline", in: [7], at: 0)
        _ = board.changed(2, to: "x", in: [7], at: 0)
        _ = board.changed(1, to: "online again", in: [7], at: 0)
        #expect(board.timerFired(at: 1) == [.send(7, ["online again", "x"]), .wait(until: 2)])
    }

    @Test func `a frame holds at most 500, and the rest follows a second later`() {
        var board = Board()
        _ = board.changed(9999, to: "first", in: [7], at: 0)
        for user in 1...1200 as ClosedRange<Int64> {
            _ = board.changed(UserID(rawValue: user), to: "\(user)", in: [7], at: 0)
        }
        #expect(board.timerFired(at: 1) == [.send(7, (1...500).map(String.init)), .wait(until: 2)])
        #expect(board.timerFired(at: 2) == [.send(7, (501...1000).map(String.init)), .wait(until: 3)])
        #expect(board.timerFired(at: 3) == [.send(7, (1001...1200).map(String.init)), .wait(until: 4)])
        #expect(board.timerFired(at: 4) == [])
    }

    @Test func `each workspace has its own second`() {
        var board = Board()
        #expect(board.changed(1, to: "a", in: [7, 8], at: 0) == [.send(7, ["a"]), .send(8, ["a"]), .wait(until: 1)])
        let late = ManualInstant(.milliseconds(500))
        #expect(board.changed(1, to: "b", in: [8, 9], at: late) == [.send(9, ["b"])])
        #expect(board.timerFired(at: 1) == [.send(8, ["b"]), .wait(until: ManualInstant(.milliseconds(1500)))])
    }

    @Test(arguments: 0..<50 as Range<UInt64>)
    func `at most one frame a second, and the last word always arrives`(seed: UInt64) {
        var chance = SeededGenerator(seed: seed)
        var board = PresenceBoard<Int, ManualInstant>(limit: 3)
        var told: [Int: Int] = [:]
        var sent: [Duration] = []
        var timer: ManualInstant?
        var last: [Int: Int] = [:]
        func perform(_ actions: [PresenceBoard<Int, ManualInstant>.Action], at now: Duration) {
            for action in actions {
                switch action {
                case .send(_, let entries):
                    #expect(!entries.isEmpty && entries.count <= 3)
                    if let before = sent.last { #expect(now - before >= .seconds(1)) }
                    sent.append(now)
                    for entry in entries { told[entry % 10] = entry }
                case .wait(let until):
                    #expect(until > ManualInstant(now))
                    timer = until
                }
            }
        }
        for step in 0..<400 {
            let now = Duration.milliseconds(step * 50)
            if let due = timer, due <= ManualInstant(now) {
                timer = nil
                perform(board.timerFired(at: ManualInstant(now)), at: now)
            }
            guard step < 300, Int.random(in: 0..<4, using: &chance) == 0 else { continue }
            let user = Int.random(in: 0..<10, using: &chance)
            last[user] = step * 10 + user
            let actions = board.changed(
                UserID(rawValue: Int64(user)),
                to: step * 10 + user,
                in: [1],
                at: ManualInstant(now)
            )
            perform(actions, at: now)
        }
        #expect(told == last)
        #expect(timer == nil)
    }
}
