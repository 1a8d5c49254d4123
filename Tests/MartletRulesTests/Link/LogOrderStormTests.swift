// SPDX-License-Identifier: Apache-2.0

import MartletRules
import MartletTesting
import MartletWire
import Testing

@Suite struct LogOrderStormTests {
    /// A log that grows, and a follower whose news and answers are late, overtake each other and are lost, and whose core
    /// is lost and found.
    private struct Storm {
        private enum Coming {
            case entries([LogEntry], in: Epoch)
            case head(Position)
            case answer([LogEntry]?, to: Int)
            case judgement(Position)
        }

        private static let length: Seq = 600

        private var generator: SeededGenerator
        private var order = LogOrder<ManualInstant>(patience: .seconds(3), retry: .seconds(7), limit: 16)
        private var log: [LogEntry] = []
        private var term = Epoch(rawValue: "t0")
        private var now: ManualInstant = 0
        private var coming: [(at: ManualInstant, what: Coming)] = []
        private var timer: ManualInstant?
        private(set) var delivered: [Seq] = []

        init(seed: UInt64) {
            self.generator = SeededGenerator(seed: seed)
            self.carryOut(self.order.began(at: self.head, isContinuation: false))
        }

        private var head: Position { Position(epoch: self.term, seq: Seq(self.log.count)) }

        /// Plays until the follower has had the time to hear everything.
        mutating func play() {
            while self.head.seq < Self.length {
                self.commit()
                if self.happens(1, in: 10) { self.later(.head(self.head)) }
                if self.happens(1, in: 25) { self.loseCore() }
                self.pass()
            }
            for _ in 0..<400 {
                self.later(.head(self.head))
                self.pass()
            }
        }

        private mutating func commit() {
            var batch: [LogEntry] = []
            for _ in 0..<Int.random(in: 1...3, using: &self.generator) {
                let seq = self.head.seq + 1
                let begun = self.happens(1, in: 40) ? Epoch(rawValue: "t\(seq)") : nil
                self.term = begun ?? self.term
                self.log.append(LogEntry(seq: seq, audience: .nobody, term: begun, event: []))
                batch.append(self.log[self.log.count - 1])
            }
            if self.happens(3, in: 4) { self.later(.entries(batch, in: self.term)) }
        }

        /// What was asked is answered with nothing; then a core judges where we stand.
        private mutating func loseCore() {
            let asked = self.coming.filter { if case .answer = $0.what { true } else { false } }
            self.coming.removeAll { if case .answer = $0.what { true } else { false } }
            for case .answer(_, let question) in asked.map(\.what) {
                self.carryOut(self.order.filled(nil, as: question, at: self.now))
            }
            self.later(.judgement(self.head))
        }

        private mutating func pass() {
            self.now = self.now.advanced(by: .seconds(1))
            let due = self.coming.filter { $0.at <= self.now }
            self.coming.removeAll { $0.at <= self.now }
            for item in due { self.carryOut(self.hear(item.what)) }
            if let timer, timer <= self.now {
                self.timer = nil
                self.carryOut(self.order.timerFired(at: self.now))
            }
        }

        private mutating func hear(_ what: Coming) -> [LogOrder<ManualInstant>.Action] {
            switch what {
            case .entries(let entries, let term): self.order.received(entries, in: term, at: self.now)
            case .head(let head): self.order.heard(head: head, at: self.now)
            case .answer(let entries, let question): self.order.filled(entries, as: question, at: self.now)
            case .judgement(let head): self.order.began(at: head, isContinuation: true)
            }
        }

        private mutating func carryOut(_ actions: [LogOrder<ManualInstant>.Action]) {
            for action in actions {
                switch action {
                case .deliver(let entries): self.delivered += entries.map(\.seq)
                case .wait(let instant): self.timer = instant
                case .ask(let seq, let question): self.later(.answer(self.answer(after: seq), to: question))
                case .beJudged: self.later(.judgement(self.head))
                }
            }
        }

        /// Some of what follows, of which a part may have been lost; nil from a core that cannot say.
        private mutating func answer(after seq: Seq) -> [LogEntry]? {
            if self.happens(1, in: 8) { return nil }
            var entries = Array(self.log.dropFirst(Int(seq)).prefix(Int.random(in: 1...40, using: &self.generator)))
            if self.happens(1, in: 8), entries.count > 2 { entries.remove(at: entries.count / 2) }
            return entries
        }

        private mutating func later(_ what: Coming) {
            let delay = Int.random(in: 0...8, using: &self.generator)
            self.coming.append((self.now.advanced(by: .seconds(delay)), what))
        }

        private mutating func happens(_ times: Int, in all: Int) -> Bool {
            Int.random(in: 0..<all, using: &self.generator) < times
        }
    }

    @Test(arguments: 1...200 as ClosedRange<UInt64>)
    func `whatever is late, lost or overtaken, each entry is handed on once and in order`(seed: UInt64) {
        var storm = Storm(seed: seed)
        storm.play()
        #expect(storm.delivered == Array(1...Seq(storm.delivered.count)))
        #expect(storm.delivered.count >= 600)
    }
}
