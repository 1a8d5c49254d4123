// SPDX-License-Identifier: Apache-2.0

import MartletRules
import MartletTesting
import MartletWire
import Testing

@Suite struct ResumeDecisionTests {
    /// The log as kept: 11…40, with terms that began at 1, 20 and 30.
    private let span = LogSpan(
        head: 40,
        floor: 11,
        terms: [
            Term(epoch: Epoch(rawValue: "a"), firstSeq: 1),
            Term(epoch: Epoch(rawValue: "b"), firstSeq: 20),
            Term(epoch: Epoch(rawValue: "c"), firstSeq: 30),
        ]
    )

    @Test(
        arguments: [
            ("40", .resume(after: 40)),
            ("39", .resume(after: 39)),
            ("11", .resume(after: 11)),
            ("10", .resume(after: 10)),
            ("9", .resync(.expired)),
            ("0", .resync(.expired)),
            ("41", .resync(.ahead)),
            ("9007199254740991", .resync(.ahead)),
        ] as [(String, ResumeDecision)]
    )
    func `R3-9: the boundaries of what is kept, in the current term or with none named`(
        seq: String,
        expected: ResumeDecision
    ) {
        #expect(ResumeDecision(epoch: "c", from: seq, in: self.span) == expected)
        #expect(ResumeDecision(epoch: nil, from: seq, in: self.span) == expected)
    }

    @Test(arguments: ["", "-1", "+1", "1.0", "1e3", " 1", "1 ", "0x10", "NaN", "null", "１２", "1\u{0}", "--"])
    func `R3-9: what is no number is invalid, whatever the epoch`(seq: String) {
        #expect(ResumeDecision(epoch: "c", from: seq, in: self.span) == .resync(.invalid))
        #expect(ResumeDecision(epoch: nil, from: seq, in: self.span) == .resync(.invalid))
        #expect(ResumeDecision(epoch: "unknown", from: seq, in: self.span) == .resync(.invalid))
    }

    @Test(arguments: ["9007199254740992", "9223372036854775808", "99999999999999999999"])
    func `R3-9: a number that no log counts to is invalid, not ahead`(seq: String) {
        #expect(ResumeDecision(epoch: "c", from: seq, in: self.span) == .resync(.invalid))
        #expect(ResumeDecision(epoch: nil, from: seq, in: self.span) == .resync(.invalid))
    }

    @Test(arguments: [-1, .min, 1 << 53, .max] as [Seq])
    func `R3-9: a number outside of every log is invalid`(seq: Seq) {
        #expect(ResumeDecision(epoch: nil, from: seq, in: self.span) == .resync(.invalid))
    }

    @Test(
        arguments: [
            ("a", "19", .resume(after: 19)),
            ("a", "20", .resync(.epoch)),
            ("a", "29", .resync(.epoch)),
            ("a", "40", .resync(.epoch)),
            ("a", "9", .resync(.expired)),
            ("b", "12", .resume(after: 12)),
            ("b", "29", .resume(after: 29)),
            ("b", "30", .resync(.epoch)),
            ("c", "12", .resume(after: 12)),
            ("c", "40", .resume(after: 40)),
            ("unknown", "40", .resync(.epoch)),
            ("unknown", "41", .resync(.epoch)),
            ("", "40", .resync(.epoch)),
            ("C", "40", .resync(.epoch)),
        ] as [(String, String, ResumeDecision)]
    )
    func `a position is valid in a known term, before the term after it began`(
        epoch: String,
        seq: String,
        expected: ResumeDecision
    ) {
        #expect(ResumeDecision(epoch: epoch, from: seq, in: self.span) == expected)
    }

    @Test func `who asks for nothing is live, whatever epoch they name`() {
        #expect(ResumeDecision(epoch: nil, from: nil, in: self.span) == .live)
        #expect(ResumeDecision(epoch: "c", from: nil, in: self.span) == .live)
        #expect(ResumeDecision(epoch: "unknown", from: nil, in: self.span) == .live)
    }

    @Test func `the first resume of a new log replays from its beginning`() {
        let span = LogSpan(head: 1, floor: 1, terms: [Term(epoch: Epoch(rawValue: "a"), firstSeq: 1)])
        #expect(ResumeDecision(epoch: "a", from: "0", in: span) == .resume(after: 0))
        #expect(ResumeDecision(epoch: "a", from: "1", in: span) == .resume(after: 1))
        #expect(ResumeDecision(epoch: "a", from: "2", in: span) == .resync(.ahead))
    }

    @Test func `a log that was trimmed to nothing still resumes who has seen it all`() {
        let span = LogSpan(head: 7, floor: 8, terms: [Term(epoch: Epoch(rawValue: "a"), firstSeq: 1)])
        #expect(ResumeDecision(epoch: "a", from: "7", in: span) == .resume(after: 7))
        #expect(ResumeDecision(epoch: "a", from: "6", in: span) == .resync(.expired))
    }

    @Test(
        arguments: [(0, .resume(after: 9)), (500, .resume(after: 9)), (501, .resync(.tooMany))]
            as [(Int, ResumeDecision)]
    )
    func `R3-9: 500 entitled events are replayed, 501 are too many`(count: Int, expected: ResumeDecision) {
        #expect(ResumeDecision.resume(after: 9).counted(count) == expected)
        #expect(ResumeDecision.live.counted(count) == .live)
        #expect(ResumeDecision.resync(.ahead).counted(count) == .resync(.ahead))
    }

    /// A log that crashes, is restored from old copies and goes on; readers that stopped anywhere in any of its lives.
    @Test(arguments: 0..<200 as Range<UInt64>)
    func `nobody resumes over a history that is not theirs`(seed: UInt64) {
        var chance = SeededGenerator(seed: seed)
        var log: [Int] = []
        var terms: [Term] = []
        var fresh = 0
        var readers: [(epoch: Epoch, seen: [Int])] = []
        for life in 0..<Int.random(in: 1...6, using: &chance) {
            if life > 0, Bool.random(using: &chance) {
                log.removeLast(Int.random(in: 0...log.count, using: &chance))
                terms.removeAll { $0.firstSeq > log.count }
            }
            let epoch = Epoch(rawValue: "\(life)")
            terms.append(Term(epoch: epoch, firstSeq: Seq(log.count + 1)))
            for _ in 0...Int.random(in: 0...10, using: &chance) {
                fresh += 1
                log.append(fresh)
                if Bool.random(using: &chance) { readers.append((epoch, log)) }
            }
        }
        let floor = Seq.random(in: 1...Seq(log.count + 1), using: &chance)
        let span = LogSpan(head: Seq(log.count), floor: floor, terms: terms)
        for (epoch, seen) in readers {
            let isMine = log.starts(with: seen)
            switch ResumeDecision(epoch: epoch, from: Seq(seen.count), in: span) {
            case .resume: #expect(isMine && Seq(seen.count) >= floor - 1)
            case .resync(.expired): #expect(Seq(seen.count) < floor - 1)
            case .resync: #expect(!isMine)
            case .live: Issue.record("a reader with a position is not live")
            }
        }
    }
}
