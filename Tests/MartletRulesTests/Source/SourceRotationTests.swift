// SPDX-License-Identifier: Apache-2.0

import MartletRules
import MartletTesting
import Testing

@Suite struct SourceRotationTests {
    private typealias Rule = SourceRotation<ManualInstant>

    private let two: [Source] = [.streaming, .polling]
    private let three: [Source] = [.streaming, .polling, .backgroundPolling]

    @Test func `a source that is interrupted gives way after 120 s and not before (2.7 fallback)`() {
        var rule = Rule(self.two)
        rule.interrupted(at: 10)
        #expect(rule.wakeAt == 130)
        rule.timerFired(at: 129)
        #expect(rule.current == .streaming)
        rule.timerFired(at: 130)
        #expect(rule.current == .polling)
    }

    @Test func `more interruptions do not put that off (2.7 fallback)`() {
        var rule = Rule(self.two)
        rule.interrupted(at: 10)
        rule.interrupted(at: 100)
        #expect(rule.wakeAt == 130)
    }

    @Test func `anything that comes, if only that nothing is new, calls it off, and it can begin again (2.7 fallback)`()
    {
        var rule = Rule(self.two)
        rule.interrupted(at: 10)
        rule.delivered()
        #expect(rule.wakeAt == nil)
        rule.timerFired(at: 1000)
        #expect(rule.current == .streaming)
        rule.interrupted(at: 1000)
        rule.timerFired(at: 1120)
        #expect(rule.current == .polling)
    }

    @Test func `another source gives the wanted one a chance after 300 s, however well it does (2.7 recovery)`() {
        var rule = Rule(self.two)
        rule.interrupted(at: 0)
        rule.timerFired(at: 120)
        rule.delivered()
        #expect(rule.wakeAt == 420)
        rule.timerFired(at: 419)
        #expect(rule.current == .polling)
        rule.timerFired(at: 420)
        #expect(rule.current == .streaming)
        #expect(rule.wakeAt == nil, "the wanted source has nothing to recover")
    }

    @Test func `of fallback and recovery the first wins, and only that happens (2.7 group)`() {
        var rule = Rule(self.three)
        rule.interrupted(at: 0)
        rule.timerFired(at: 120)
        rule.interrupted(at: 200)
        rule.timerFired(at: 320)
        #expect(rule.current == .backgroundPolling, "interrupted before its 300 s were over")
        rule.interrupted(at: 500)
        rule.timerFired(at: 620)
        #expect(rule.current == .streaming, "the 300 s were over with the 120")
        #expect(rule.wakeAt == nil)
    }

    @Test func `after the last source comes the first (2.7 wrap)`() {
        var rule = Rule(self.two)
        rule.interrupted(at: 0)
        rule.timerFired(at: 120)
        rule.interrupted(at: 121)
        rule.timerFired(at: 241)
        #expect(rule.current == .streaming)
    }

    @Test(arguments: [[], [.streaming]] as [[Source]])
    func `where there is no choice nothing is waited for (2.7 conditions for 0 and 1)`(sources: [Source]) {
        var rule = Rule(sources)
        rule.interrupted(at: 0)
        rule.delivered()
        #expect(rule.wakeAt == nil)
        rule.timerFired(at: 9999)
        rule.encouraged(at: 9999)
        #expect(rule.current == sources.first)
    }

    @Test func `a source that was told to stop is skipped (2.7 blocked, terminal advances)`() {
        var rule = Rule(self.three)
        rule.blocked(at: 0)
        #expect(rule.current == .polling)
        rule.interrupted(at: 1)
        rule.timerFired(at: 121)
        #expect(rule.current == .backgroundPolling)
        rule.interrupted(at: 122)
        rule.timerFired(at: 242)
        #expect(rule.current == .polling, "the next but the one that was told to stop")
    }

    @Test func `when all were told to stop there is none, until there is a reason (2.7 exhausted, reset)`() {
        var rule = Rule(self.two)
        rule.blocked(at: 0)
        rule.blocked(at: 1)
        #expect(rule.current == nil)
        #expect(rule.isOver)
        #expect(rule.wakeAt == nil)
        rule.timerFired(at: 100_000)
        #expect(rule.current == nil)
        rule.encouraged(at: 100_000)
        #expect(rule.current == .streaming)
    }

    @Test func `a survivor is the wanted one and yields to nobody but the slow retry (2.6, R2-21)`() {
        var rule = Rule(self.two)
        rule.blocked(at: 0)
        rule.interrupted(at: 1)
        #expect(rule.wakeAt == 3600)
        rule.timerFired(at: 3599)
        #expect(rule.current == .polling)
        rule.timerFired(at: 3600)
        #expect(rule.current == .streaming)
    }

    @Test func `a reason to try again brings the wanted source back (R2-21)`() {
        var rule = Rule(self.two)
        rule.blocked(at: 0)
        rule.encouraged(at: 5)
        #expect(rule.current == .streaming)
    }

    @Test func `a server that asks for rest gets it, and the next source runs meanwhile (2.7 directive)`() {
        var rule = Rule(self.two)
        rule.directed(restFor: .seconds(60), at: 0)
        #expect(rule.current == .polling)
        rule.encouraged(at: 30)
        #expect(rule.current == .polling, "a network that returns does not overrule the server")
        #expect(rule.wakeAt == 60)
        rule.timerFired(at: 60)
        #expect(rule.current == .streaming)
    }

    @Test func `what stands in waits by itself when asked to (2.6 no loops)`() {
        var rule = Rule(self.two)
        rule.directed(restFor: .seconds(60), at: 0)
        rule.directed(restFor: .seconds(60), at: 1)
        #expect(rule.current == .polling)
        var other = Rule(self.two)
        other.interrupted(at: 0)
        other.timerFired(at: 120)
        other.directed(restFor: .seconds(60), at: 121)
        #expect(other.current == .polling)
        #expect(other.wakeAt == 241, "it counts as an interruption")
    }

    @Test func `the only source goes on by itself when asked for rest (2.7 directive with no tier)`() {
        var rule = Rule([.polling])
        rule.directed(restFor: .seconds(60), at: 0)
        #expect(rule.current == .polling)
        #expect(rule.wakeAt == nil)
    }

    @Test func `where one rests and the other was told to stop, none runs until the rest is over`() {
        var rule = Rule(self.two)
        rule.directed(restFor: .seconds(60), at: 0)
        rule.blocked(at: 10)
        #expect(rule.current == nil)
        #expect(!rule.isOver)
        #expect(rule.wakeAt == 60)
        rule.timerFired(at: 60)
        #expect(rule.current == .streaming)
    }
}
