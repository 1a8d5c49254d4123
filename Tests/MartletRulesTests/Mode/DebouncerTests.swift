// SPDX-License-Identifier: Apache-2.0

import MartletRules
import MartletTesting
import Testing

@Suite struct DebouncerTests {
    private typealias Rule = Debouncer<ModeSignals, ManualInstant>

    private let start = ModeSignals(isNetworkAvailable: true, isInForeground: true)
    private var noNetwork: ModeSignals { ModeSignals(isNetworkAvailable: false, isInForeground: true) }

    private func at(_ milliseconds: Int) -> ManualInstant { ManualInstant(.milliseconds(milliseconds)) }

    /// A debouncer that has delivered its first value.
    private func settled(window: Duration = .seconds(1)) -> Rule {
        var rule = Rule(self.start, window: window, startingAt: 0)
        _ = rule.timerFired(at: 0)
        return rule
    }

    @Test(arguments: [0, 1000])
    func `the first value is delivered once, on the turn after, and not before (2.3.1 #1, #2)`(window: Int) {
        var rule = Rule(self.start, window: .milliseconds(window), startingAt: 0)
        #expect(rule.wakeAt == 0)
        #expect(rule.timerFired(at: 0) == self.start)
        #expect(rule.wakeAt == nil)
        #expect(rule.timerFired(at: 100) == nil)
    }

    @Test func `whoever leaves before the first value never gets it (2.3.1 #3)`() {
        var rule = Rule(self.start, startingAt: 0)
        rule.close()
        #expect(rule.timerFired(at: 0) == nil)
    }

    @Test func `a change before the first delivery does not put it off`() {
        var rule = Rule(self.start, startingAt: 0)
        rule.changed(to: self.noNetwork, at: 0)
        #expect(rule.wakeAt == 0)
        #expect(rule.timerFired(at: 0) == self.noNetwork)
        #expect(rule.wakeAt == nil)
    }

    @Test(arguments: [0, 1000])
    func `values that are no news are never delivered (2.3.1 #4, #13; 2.3.3 duplicates)`(window: Int) {
        var rule = self.settled(window: .milliseconds(window))
        rule.changed(to: self.start, at: 1)
        #expect(rule.wakeAt == nil)
        #expect(rule.timerFired(at: 6) == nil)
    }

    @Test(arguments: [
        ModeSignals(isNetworkAvailable: false, isInForeground: true),
        ModeSignals(isNetworkAvailable: true, isInForeground: false),
        ModeSignals(isNetworkAvailable: true, isInForeground: true, requestedMode: .polling),
    ])
    func `a change of one axis is delivered once, when the window ends and no earlier (2.3.1 #5, #9; 2.3.2)`(
        change: ModeSignals
    ) {
        var rule = self.settled()
        rule.changed(to: change, at: 0)
        #expect(rule.timerFired(at: self.at(999)) == nil)
        #expect(rule.timerFired(at: 1) == change)
        #expect(rule.timerFired(at: 2) == nil)
    }

    @Test func `a burst is delivered once, one window after its last change, as it ended (2.3.1 #6; 2.3.3 coalesce)`() {
        var rule = self.settled()
        rule.changed(to: self.noNetwork, at: 0)
        rule.changed(to: self.start, at: self.at(500))
        rule.changed(to: self.noNetwork, at: 1)
        #expect(rule.timerFired(at: self.at(1999)) == nil)
        #expect(rule.timerFired(at: 2) == self.noNetwork)
    }

    @Test func `a value that returns within the window is not delivered, whichever axes returned (2.3.3)`() {
        var rule = self.settled()
        rule.changed(to: self.noNetwork, at: 0)
        rule.changed(to: ModeSignals(isNetworkAvailable: false, isInForeground: false), at: 0)
        rule.changed(to: ModeSignals(isNetworkAvailable: true, isInForeground: false), at: 0)
        rule.changed(to: self.start, at: 0)
        #expect(rule.timerFired(at: 5) == nil)
        rule.changed(to: self.noNetwork, at: 6)
        #expect(rule.timerFired(at: 7) == self.noNetwork, "a change after that is one")
    }

    @Test func `two axes that change in one window are delivered together (2.3.1 #8)`() {
        var rule = self.settled()
        let both = ModeSignals(isNetworkAvailable: false, isInForeground: false)
        rule.changed(to: self.noNetwork, at: 0)
        rule.changed(to: both, at: self.at(100))
        #expect(rule.timerFired(at: self.at(1099)) == nil)
        #expect(rule.timerFired(at: self.at(1100)) == both)
    }

    @Test func `closing forgets what was due, and nothing is due any more, however often (2.3.1 #10, #11; 2.3.2)`() {
        var rule = self.settled()
        rule.changed(to: self.noNetwork, at: 0)
        rule.close()
        rule.close()
        #expect(rule.timerFired(at: 2) == nil)
        rule.changed(to: ModeSignals(isNetworkAvailable: false, isInForeground: false), at: 3)
        rule.settled(on: self.start)
        #expect(rule.wakeAt == nil)
        #expect(rule.timerFired(at: 9) == nil)
    }

    @Test func `without a window each change is delivered on the next turn, never within the call (2.3.1 #12, R2-24)`()
    {
        var rule = self.settled(window: .zero)
        rule.changed(to: self.noNetwork, at: 5)
        #expect(rule.wakeAt == 5)
        #expect(rule.timerFired(at: 5) == self.noNetwork)
        rule.changed(to: self.start, at: 5)
        #expect(rule.timerFired(at: 5) == self.start, "also on the way back (2.3.3 immediate mode)")
        rule.close()
        rule.changed(to: self.noNetwork, at: 6)
        #expect(rule.wakeAt == nil)
    }

    @Test(arguments: [nil, 250, 3000] as [Int?])
    func `a window starts over with each change, and is 1 s unless told otherwise (2.3.2)`(milliseconds: Int?) {
        var rule =
            milliseconds.map { Rule(self.start, window: .milliseconds($0), startingAt: 0) }
            ?? Rule(self.start, startingAt: 0)
        _ = rule.timerFired(at: 0)
        let window = milliseconds ?? 1000
        rule.changed(to: self.noNetwork, at: 0)
        rule.changed(to: ModeSignals(isNetworkAvailable: false, isInForeground: false), at: self.at(window / 2))
        #expect(rule.wakeAt == self.at(window / 2 + window))
    }

    @Test func `two windows give two deliveries, and in the second only what changed differs (2.3.2)`() {
        var rule = self.settled()
        rule.changed(to: self.noNetwork, at: 0)
        #expect(rule.timerFired(at: 1) == self.noNetwork)
        let both = ModeSignals(isNetworkAvailable: false, isInForeground: false)
        rule.changed(to: both, at: 1)
        #expect(rule.timerFired(at: 2) == both)
    }

    @Test func `a value that never comes to rest is delivered after five windows (R2-9)`() {
        var rule = self.settled()
        let values = [
            self.noNetwork, ModeSignals(isNetworkAvailable: true, isInForeground: false),
            ModeSignals(isNetworkAvailable: false, isInForeground: false),
        ]
        var deliveries: [Int] = []
        for step in 0...110 {
            let now = self.at(step * 100)
            if rule.timerFired(at: now) != nil { deliveries.append(step * 100) }
            rule.changed(to: values[step % 3], at: now)
        }
        #expect(deliveries == [5000, 10_000])
    }

    @Test func `what was settled without waiting is not delivered again, and a change from it is (2.3.3 reset, R2-12)`()
    {
        var rule = self.settled()
        rule.changed(to: ModeSignals(isNetworkAvailable: true, isInForeground: false), at: 0)
        rule.settled(on: self.noNetwork)
        #expect(rule.wakeAt == nil)
        rule.changed(to: self.noNetwork, at: 1)
        #expect(rule.wakeAt == nil)
        rule.changed(to: self.start, at: 2)
        #expect(rule.timerFired(at: 3) == self.start)
    }

    @Test func `after a delivery that came to nothing even the same value is news (R2-4)`() {
        var rule = self.settled()
        rule.changed(to: self.noNetwork, at: 0)
        _ = rule.timerFired(at: 1)
        rule.deliveryFailed()
        rule.changed(to: self.noNetwork, at: 2)
        #expect(rule.timerFired(at: 3) == self.noNetwork)
    }

    @Test func `asking for no mode, and for the mode there would be anyway, are two things (R2-13, R2-25)`() {
        var rule = self.settled()
        let asked = ModeSignals(isNetworkAvailable: true, isInForeground: true, requestedMode: .streaming)
        rule.changed(to: asked, at: 0)
        #expect(rule.timerFired(at: 1) == asked)
        rule.changed(to: self.start, at: 1)
        #expect(rule.timerFired(at: 2) == self.start)
    }
}
