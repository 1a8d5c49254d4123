// SPDX-License-Identifier: Apache-2.0

import MartletRules
import MartletTesting
import MartletWire
import Testing

@Suite struct LogOrderTests {
    private static let term = Epoch(rawValue: "t1")
    private static let other = Epoch(rawValue: "t2")

    /// What an order wants, in a form that can be compared.
    private enum Wish: Equatable {
        case deliver([Seq])
        case wait(ManualInstant)
        case ask(Seq, as: Int = 1)
        case beJudged
    }

    /// Something that happens to an order.
    private enum Event {
        case entries([Seq], in: Epoch = LogOrderTests.term)
        case termBegins(at: Seq, in: Epoch? = LogOrderTests.term)
        case head(Seq, in: Epoch = LogOrderTests.term)
        case timer
        case filled([Seq]?, as: Int = 1)
        case began(Seq, isContinuation: Bool = true, in: Epoch = LogOrderTests.term)
    }

    private struct Step {
        var at: ManualInstant
        var event: Event
        var wishes: [Wish]

        init(_ at: ManualInstant, _ event: Event, _ wishes: Wish...) {
            self.at = at
            self.event = event
            self.wishes = wishes
        }
    }

    private static func entries(_ seqs: [Seq], term: Epoch? = nil) -> [LogEntry] {
        seqs.map { LogEntry(seq: $0, audience: .nobody, term: term, event: []) }
    }

    private static func carryOut(
        _ event: Event,
        in order: inout LogOrder<ManualInstant>,
        at now: ManualInstant
    ) -> [LogOrder<ManualInstant>.Action] {
        switch event {
        case .entries(let seqs, let term): return order.received(Self.entries(seqs), in: term, at: now)
        case .termBegins(let seq, let term):
            return order.received(Self.entries([seq], term: Self.other), in: term, at: now)
        case .head(let seq, let term): return order.heard(head: Position(epoch: term, seq: seq), at: now)
        case .timer: return order.timerFired(at: now)
        case .filled(let seqs, let question):
            return order.filled(seqs.map { Self.entries($0) }, as: question, at: now)
        case .began(let seq, let isContinuation, let term):
            return order.began(at: Position(epoch: term, seq: seq), isContinuation: isContinuation)
        }
    }

    /// Plays what happens to an order that began at 10, and compares what it wants each time.
    private func play(limit: Int = 100, _ steps: Step..., sourceLocation: SourceLocation = #_sourceLocation) {
        var order = LogOrder<ManualInstant>(patience: .seconds(5), retry: .seconds(20), limit: limit)
        #expect(order.began(at: Position(epoch: Self.term, seq: 10), isContinuation: false).isEmpty)
        for (index, step) in steps.enumerated() {
            let actions = Self.carryOut(step.event, in: &order, at: step.at)
            let wishes = actions.map { action -> Wish in
                switch action {
                case .deliver(let entries): .deliver(entries.map(\.seq))
                case .wait(let instant): .wait(instant)
                case .ask(let seq, let question): .ask(seq, as: question)
                case .beJudged: .beJudged
                }
            }
            #expect(wishes == step.wishes, "step \(index + 1)", sourceLocation: sourceLocation)
        }
    }

    @Test func `what follows is handed on at once, and what was there already is not`() {
        self.play(
            Step(0, .entries([11, 12]), .deliver([11, 12])),
            Step(0, .entries([12, 13]), .deliver([13])),
            Step(0, .entries([9, 10]))
        )
    }

    @Test func `entries that overtook each other come in order, without a question`() {
        self.play(
            Step(0, .entries([12]), .wait(5)),
            Step(1, .entries([14])),
            Step(2, .entries([11]), .deliver([11, 12]), .wait(7)),
            Step(3, .entries([13]), .deliver([13, 14])),
            Step(7, .timer)
        )
    }

    @Test func `what does not come by itself is asked for after a moment, and only then`() {
        self.play(
            Step(0, .entries([13]), .wait(5)),
            Step(4, .timer, .wait(5)),
            Step(5, .timer, .ask(10)),
            Step(6, .entries([14])),
            Step(7, .timer),
            Step(8, .filled([11, 12, 13]), .deliver([11, 12, 13, 14]))
        )
    }

    @Test func `what a core committed and died before publishing shows in the head that another tells`() {
        self.play(
            Step(0, .head(12), .wait(5)),
            Step(5, .timer, .ask(10)),
            Step(6, .filled([11, 12]), .deliver([11, 12])),
            Step(6, .head(12))
        )
    }

    @Test func `an answer that is not all of it is asked on from`() {
        self.play(
            Step(0, .head(14), .wait(5)),
            Step(5, .timer, .ask(10)),
            Step(6, .filled([11, 12]), .deliver([11, 12]), .ask(12, as: 2)),
            Step(7, .filled([13, 14], as: 2), .deliver([13, 14]))
        )
    }

    @Test func `a core that cannot say is asked again after a while`() {
        self.play(
            Step(0, .head(11), .wait(5)),
            Step(5, .timer, .ask(10)),
            Step(6, .filled(nil), .wait(26)),
            Step(6, .head(12)),
            Step(26, .timer, .ask(10, as: 2)),
            Step(27, .filled([11, 12], as: 2), .deliver([11, 12]))
        )
    }

    @Test func `what the log no longer keeps cannot be filled: a core judges where we stand`() {
        self.play(
            Step(0, .head(20), .wait(5)),
            Step(5, .timer, .ask(10)),
            Step(6, .filled([15, 16]), .beJudged)
        )
    }

    @Test func `a life of the log that is not known is never followed unjudged`() {
        self.play(
            Step(0, .entries([11], in: Self.other), .beJudged),
            Step(1, .head(12, in: Self.other), .beJudged),
            Step(2, .began(12, in: Self.other), .ask(10)),
            Step(3, .entries([13], in: Self.other)),
            Step(4, .filled([11, 12]), .deliver([11, 12, 13])),
            Step(5, .entries([14]), .deliver([14]))
        )
    }

    @Test func `what is missed while a core is asked for something else is asked for in its turn`() {
        // An edge that was asking, lost its core and found another once handed on 16 after 12: nobody heard 13 to 15.
        self.play(
            Step(0, .began(12), .ask(10)),
            Step(1, .entries([13])),
            Step(2, .began(15)),
            Step(3, .entries([16])),
            Step(4, .filled([11, 12]), .deliver([11, 12, 13]), .ask(13, as: 2)),
            Step(5, .filled([14, 15], as: 2), .deliver([14, 15, 16]))
        )
    }

    @Test func `an answer that lost some of its parts on its way is taken as far as it goes`() {
        self.play(
            Step(0, .head(15), .wait(5)),
            Step(5, .timer, .ask(10)),
            Step(6, .filled([11, 12, 14, 15]), .deliver([11, 12]), .ask(12, as: 2)),
            Step(7, .filled([13, 14, 15], as: 2), .deliver([13, 14, 15]))
        )
    }

    @Test func `a life that began where we have been is known`() {
        self.play(
            Step(0, .termBegins(at: 11), .deliver([11])),
            Step(1, .head(11, in: Self.other)),
            Step(2, .entries([12], in: Self.other), .deliver([12]))
        )
    }

    @Test func `a life that begins in what follows us is known, one that began where we stand already is not`() {
        self.play(
            Step(0, .termBegins(at: 12, in: Self.other), .beJudged),
            Step(0, .termBegins(at: 11, in: Self.other), .deliver([11])),
            Step(1, .entries([12], in: Self.other), .deliver([12]))
        )
        for term in [Self.other, Self.term, nil] {
            self.play(Step(0, .termBegins(at: 10, in: term), .beJudged))
        }
    }

    @Test func `another log leaves nothing of the one before`() {
        self.play(
            Step(0, .entries([13]), .wait(5)),
            Step(1, .began(3, isContinuation: false, in: Self.other)),
            Step(2, .entries([4], in: Self.other), .deliver([4])),
            Step(3, .entries([5]), .beJudged),
            Step(3, .head(5), .beJudged)
        )
    }

    @Test func `too much that came too early is asked for in its turn`() {
        self.play(
            limit: 2,
            Step(0, .entries([12, 13, 14, 15]), .wait(5)),
            Step(1, .entries([11]), .deliver([11, 12, 13]), .wait(6)),
            Step(6, .timer, .ask(13)),
            Step(7, .filled([14, 15]), .deliver([14, 15]))
        )
    }

    @Test func `an answer to a question that is over changes nothing`() {
        self.play(
            Step(0, .head(12), .wait(5)),
            Step(5, .timer, .ask(10)),
            Step(6, .began(20, isContinuation: false, in: Self.other)),
            Step(7, .filled([11, 12])),
            Step(7, .head(22, in: Self.other), .wait(12)),
            Step(12, .timer, .ask(20, as: 2)),
            Step(13, .filled([21, 22])),
            Step(14, .filled([21, 22], as: 2), .deliver([21, 22]))
        )
    }
}
