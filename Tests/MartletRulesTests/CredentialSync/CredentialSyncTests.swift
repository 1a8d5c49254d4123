// SPDX-License-Identifier: Apache-2.0

import MartletRules
import MartletTesting
import Testing

@Suite struct CredentialSyncTests {
    private typealias Story = CredentialSyncStory

    // MARK: Pushes

    @Test func `1.3: a push needs somebody who is signed in and somebody to push to`() {
        var story = Story()
        var phases = CredentialSyncPhases()
        phases.foregroundResync = true
        #expect(story.happened(.configured(CredentialSyncSettings(), phases)).isEmpty)
        #expect(story.happened(.foregrounded).isEmpty)
        #expect(story.happened(.receiversChanged([Story.worker])).isEmpty)
        #expect(story.happened(.foregrounded).isEmpty)
        #expect(story.happened(.signedIn(Story.alice)).count == 1)
        #expect(story.last?.account == Story.alice && story.last?.receivers == [Story.worker])
    }

    @Test func `R0-12: one receiver that has them is enough, and a failure outweighs a skip`() {
        let cases: [([CredentialPushOutcome], CredentialPushOutcome)] = [
            ([], .skipped), ([.skipped], .skipped), ([.failed], .failed), ([.acknowledged], .acknowledged),
            ([.failed, .acknowledged], .acknowledged), ([.acknowledged, .failed], .acknowledged),
            ([.skipped, .failed], .failed), ([.skipped, .acknowledged, .skipped], .acknowledged),
        ]
        for (outcomes, outcome) in cases {
            #expect(CredentialPushOutcome(of: outcomes) == outcome, "\(outcomes)")
        }
    }

    @Test func `R0-17: a receiver that takes another's place is served once, and one that stays is not served again`() {
        var story = Story.running(0)
        #expect(story.happened(.receiversChanged([Story.worker])).isEmpty)
        #expect(story.happened(.receiversChanged([Story.worker, Story.other])).count == 1)
        #expect(story.last?.receivers == [Story.other])
        #expect(story.ended(.failed).isEmpty, "a failure is not tried again at once")
        #expect(story.happened(.receiversChanged([Story.worker, Story.other])).isEmpty)
        story.happened(.receiversChanged([]))
        #expect(story.happened(.receiversChanged([Story.worker])).count == 1, "it lives again, and empty")
    }

    @Test func `R0-17: receivers that come while a push is under way get theirs when it ends`() {
        var story = Story()
        story.happened(.receiversChanged([Story.worker]))
        story.happened(.signedIn(Story.alice))
        #expect(story.happened(.receiversChanged([Story.worker, Story.other])).isEmpty)
        #expect(story.ended(.acknowledged).count == 1)
        #expect(story.last?.receivers == [Story.other])
    }

    @Test func `a new token goes to everybody, also when the old one is still under way`() {
        var story = Story.running(0)
        #expect(story.happened(.tokenChanged).count == 1)
        #expect(story.happened(.tokenChanged).isEmpty)
        #expect(story.ended(.acknowledged).count == 1)
        #expect(story.ended(.acknowledged).isEmpty)
    }

    @Test func `R0-16: signing in and out are generations that only rise, and the end of an older push is nothing`() {
        var story = Story.running(1)
        let first = story.sync.generation
        story.passed(.seconds(60))
        #expect(story.happened(.foregrounded).count == 1)
        guard let late = story.last else { return }
        let actions = story.happened(.signedOut)
        #expect(actions == [.forget(Story.alice, generation: first + 1, receivers: [Story.worker])])
        #expect(story.happened(.signedOut).isEmpty)
        #expect(story.happened(.foregrounded).isEmpty)
        #expect(story.happened(.signedIn(Story.bob)).count == 1)
        #expect(story.last?.generation == first + 2 && story.last?.account == Story.bob)
        #expect(story.happened(.pushed(late, .acknowledged)).isEmpty)
        #expect(story.happened(.foregrounded).isEmpty, "bob's push is still under way")
    }

    @Test func `R0-15, R0-16: changing the account makes everybody forget the one before`() {
        var story = Story.running(0)
        let before = story.sync.generation
        let actions = story.happened(.signedIn(Story.bob))
        #expect(actions.count == 2)
        #expect(actions.first == .forget(Story.alice, generation: before + 1, receivers: [Story.worker]))
        #expect(story.last?.generation == before + 2)
    }

    // MARK: Coming back

    @Test func `1.3: coming back pushes with phase 1, and only with it`() {
        for phases in 0...3 {
            var story = Story.running(phases)
            story.passed(.seconds(5))
            #expect(story.happened(.foregrounded).count == (phases == 0 ? 0 : 1), "phase \(phases)")
        }
    }

    @Test func `1.3: signs that come together push once, from the first one on`() {
        var story = Story.running(1)
        story.passed(.seconds(10))
        #expect(story.happened(.foregrounded).count == 1)
        #expect(story.happened(.foregrounded).isEmpty, "under way")
        story.passed(.milliseconds(1000))
        story.ended(.acknowledged)
        story.passed(.milliseconds(499))
        #expect(story.happened(.foregrounded).isEmpty, "1499 ms after the first one")
        story.passed(.milliseconds(1))
        #expect(story.happened(.foregrounded).count == 1, "1500 ms after the first one")
    }

    @Test func `R0-9: only a confirmed push takes the next chance away`() {
        for outcome in [CredentialPushOutcome.skipped, .failed] {
            var story = Story.running(1)
            story.passed(.seconds(10))
            story.happened(.foregrounded)
            story.ended(outcome)
            #expect(story.happened(.foregrounded).count == 1, "\(outcome)")
        }
    }

    @Test func `a throttle of nothing lets every return push`() {
        var settings = CredentialSyncSettings()
        settings.foregroundDebounce = .zero
        var story = Story.running(1, settings: settings)
        for _ in 0..<3 {
            #expect(story.happened(.foregrounded).count == 1)
            story.ended(.acknowledged)
        }
    }

    // MARK: The heartbeat

    @Test func `1.4: without phase 2 nothing ever beats`() {
        for phases in 0...1 { #expect(Story.running(phases).rest == nil) }
    }

    @Test func `1.4: without phase 3 it beats evenly, whatever becomes of it`() {
        var story = Story.running(2, by: .highest)
        #expect(story.rest == .seconds(600))
        for outcome in [CredentialPushOutcome.failed, .failed, .acknowledged, .skipped] {
            #expect(story.beat() == 1)
            #expect(story.rest == nil, "while it is under way")
            story.ended(outcome)
            #expect(story.rest == .seconds(600), "\(outcome)")
        }
    }

    @Test func `1.4, 7, R0-10: delays grow with failures, and no jitter takes them past the longest`() {
        let cases: [(chance: FixedGenerator, seconds: [Int])] = [
            (.lowest, [480, 960, 1440, 1440, 1440]), (.highest, [720, 1440, 1800, 1800, 1800]),
        ]
        for (chance, seconds) in cases {
            var story = Story.running(3, by: chance)
            for delay in seconds {
                #expect(story.rest == .seconds(delay))
                #expect(story.beat() == 1)
                story.ended(.failed)
            }
        }
    }

    @Test func `1.4: a ratio that is no power of two keeps the cap exact, and a delay is at least a second`() {
        var settings = CredentialSyncSettings()
        settings.heartbeatInterval = .milliseconds(1000)
        settings.heartbeatMaxBackoff = .milliseconds(2500)
        var story = Story.running(3, settings: settings)
        for delay in [1000, 1600, 2000, 2000] {
            #expect(story.rest == .milliseconds(delay))
            #expect(story.beat() == 1)
            story.ended(.failed)
        }
        for _ in 0..<200 {
            #expect(story.beat() == 1)
            story.ended(.failed)
        }
        #expect(story.rest == .milliseconds(2000), "no number of failures overflows")
    }

    @Test func `R0-4, R0-6, R0-12: only failures grow the delay, skips leave it, and any confirmed push resets it`() {
        var story = Story.running(3)
        for outcome in [CredentialPushOutcome.failed, .failed] {
            _ = story.beat()
            story.ended(outcome)
        }
        #expect(story.rest == .seconds(1440))
        _ = story.beat()
        story.ended(.skipped)
        #expect(story.rest == .seconds(1440))
        story.passed(.seconds(1))
        story.happened(.foregrounded)
        story.ended(.acknowledged)
        #expect(story.beat() == 1)
        story.ended(.skipped)
        #expect(story.rest == .seconds(480), "the return's push was confirmed")
    }

    @Test func `R0-4: a beat with nobody to push to counts as skipped`() {
        var story = Story.running(3)
        story.happened(.receiversChanged([]))
        #expect(story.beat() == 0)
        #expect(story.rest == .seconds(480))
    }

    @Test func `R0-5: every start of the loop forgets failures, suppression and what is under way`() {
        let starts: [CredentialSync<ManualInstant>.Event] = [
            .tokenChanged, .signedIn(Story.alice),
            .configured(
                CredentialSyncSettings(),
                {
                    var phases = CredentialSyncPhases()
                    phases.visibleHeartbeat = true
                    phases.adaptiveBackoff = true
                    return phases
                }()
            ),
        ]
        for start in starts {
            var story = Story.running(3)
            for _ in 0..<3 {
                _ = story.beat()
                story.ended(.failed)
            }
            story.happened(.foregrounded)
            let old = story.last
            story.happened(start)
            if let old { story.happened(.pushed(old, .failed)) }
            if story.last != old { story.ended(.acknowledged) }
            #expect(story.rest == .seconds(480), "\(start)")
            #expect(story.beat() == 1)
            story.ended(.skipped)
            #expect(story.rest == .seconds(480), "the end of the push before it counts for nothing: \(start)")
        }
    }

    @Test func `1.4: a confirmed return leaves beats out for a while, with phase 3 alone`() {
        var settings = CredentialSyncSettings()
        settings.resumeHeartbeatSuppress = .seconds(900)
        for (phases, rest) in [(2, 599), (3, 900)] {
            var story = Story.running(phases, settings: settings)
            story.passed(.seconds(1))
            story.happened(.foregrounded)
            story.ended(.acknowledged)
            #expect(story.rest == .seconds(rest), "phase \(phases)")
        }
        for outcome in [CredentialPushOutcome.skipped, .failed] {
            var story = Story.running(3, settings: settings)
            story.passed(.seconds(1))
            story.happened(.foregrounded)
            story.ended(outcome)
            #expect(story.rest == .seconds(479), "\(outcome)")
        }
    }

    @Test func `R0-11: a beat in the suppressed time comes at its end, and one after it is on time`() {
        var story = Story.running(3)
        story.passed(.seconds(450))
        story.happened(.foregrounded)
        story.ended(.acknowledged)
        #expect(story.rest == .seconds(60), "due in 30 s, suppressed for 60 s")
        #expect(story.beat() == 1)
        story.ended(.acknowledged)
        story.passed(.seconds(100))
        story.happened(.foregrounded)
        story.ended(.acknowledged)
        #expect(story.rest == .seconds(380), "due after the suppressed time")
    }

    @Test func `R0-13: out of view or offline nothing beats, and what was missed is made up for at once`() {
        let pauses: [(CredentialSync<ManualInstant>.Event, CredentialSync<ManualInstant>.Event)] = [
            (.hidden, .foregrounded), (.networkChanged(isOnline: false), .networkChanged(isOnline: true)),
        ]
        for (pause, end) in pauses {
            var story = Story.running(2)
            story.happened(pause)
            #expect(story.rest == nil && story.happened(.timerFired).isEmpty)
            story.passed(.seconds(100))
            story.happened(end)
            if story.last != nil { story.ended(.skipped) }
            #expect(story.rest == .seconds(500), "not due yet")
            story.happened(pause)
            story.passed(.seconds(1000))
            #expect(story.happened(.timerFired).isEmpty)
            #expect(story.happened(end).count == 1, "one push, not two")
            story.ended(.acknowledged)
            #expect(story.rest == .seconds(600))
        }
    }

    @Test func `a timer that comes early, late or twice asks for nothing more`() {
        var story = Story.running(2)
        story.passed(.seconds(599))
        #expect(story.happened(.timerFired).isEmpty)
        story.passed(.seconds(4000))
        #expect(story.happened(.timerFired).count == 1)
        #expect(story.happened(.timerFired).isEmpty)
        story.ended(.acknowledged)
        story.ended(.failed)
        #expect(story.happened(.timerFired).isEmpty)
        #expect(story.rest == .seconds(600))
    }

    @Test(arguments: 0..<200 as Range<UInt64>)
    func `R0-17: whatever happens, one push is under way, generations rise, and the wake is ahead`(seed: UInt64) {
        var dice = SeededGenerator(seed: seed)
        var sync = CredentialSync<ManualInstant>(generation: 7)
        var now = ManualInstant(.zero)
        var under: CredentialPush?
        var generation: UInt64 = 7
        for _ in 0..<300 {
            now = now.advanced(by: .seconds(Int.random(in: 0...400, using: &dice)))
            let event = Self.event(using: &dice, under)
            if case .pushed = event { under = nil }
            if event == .signedOut || event == .signedIn(Story.alice) { under = nil }
            for action in sync.happened(event, at: now, using: &dice) {
                switch action {
                case .push(let push):
                    #expect(under == nil && push.generation == sync.generation && !push.receivers.isEmpty)
                    under = push
                case .forget(_, let forgotten, _): #expect(forgotten > generation)
                }
            }
            #expect(sync.generation >= generation)
            generation = sync.generation
            #expect(sync.wake.map { $0 > now } ?? true)
        }
    }

    private static func event(
        using dice: inout SeededGenerator,
        _ under: CredentialPush?
    ) -> CredentialSync<ManualInstant>.Event {
        if let under, Bool.random(using: &dice) {
            return .pushed(under, [.acknowledged, .skipped, .failed].randomElement(using: &dice) ?? .failed)
        }
        switch Int.random(in: 0..<10, using: &dice) {
        case 0: return .signedIn(Story.alice)
        case 1: return .tokenChanged
        case 2: return .signedOut
        case 3:
            var phases = CredentialSyncPhases()
            phases.foregroundResync = Bool.random(using: &dice)
            phases.visibleHeartbeat = Bool.random(using: &dice)
            phases.adaptiveBackoff = Bool.random(using: &dice)
            return .configured(CredentialSyncSettings(), phases)
        case 4: return .receiversChanged(Set([Story.worker, Story.other].filter { _ in Bool.random(using: &dice) }))
        case 5, 6: return .foregrounded
        case 7: return .hidden
        case 8: return .networkChanged(isOnline: Bool.random(using: &dice))
        default: return .timerFired
        }
    }
}
