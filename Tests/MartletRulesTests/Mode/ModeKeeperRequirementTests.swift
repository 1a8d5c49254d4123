// SPDX-License-Identifier: Apache-2.0

import MartletRules
import MartletTesting
import Testing

/// What the numbered requirements add to the statements of 2.4.1.
@Suite struct ModeKeeperRequirementTests {
    @Test func `an app that follows neither network nor lifecycle is in front with a network for good (R2-3)`() {
        var story = ModeStory(
            ModeSettings(followsLifecycle: false, followsNetwork: false, startsInForeground: false)
        )
        story.wait(.zero)
        story.network(false)
        story.background()
        story.wait(.seconds(9))
        #expect(story.modes == [.streaming])
    }

    @Test(arguments: [true, false], [true, false])
    func `starting offline is one transition, and independent of what is followed (R2-6, R2-7)`(
        followsLifecycle: Bool,
        followsNetwork: Bool
    ) {
        let settings = ModeSettings(
            followsLifecycle: followsLifecycle,
            followsNetwork: followsNetwork,
            isOffline: true
        )
        var story = ModeStory(settings)
        story.wait(.zero)
        story.offline(true)
        #expect(story.modes == [.offline(.setOffline)])
        story.network(false)
        story.background()
        story.wait(.seconds(9))
        story.offline(false)
        let mode: ResolvedMode =
            if followsNetwork { .offline(.networkUnavailable) } else if followsLifecycle { .background } else {
                .streaming
            }
        #expect(story.modes.last == mode)
    }

    @Test func `a mode that could not be applied changes nothing and is tried again by itself (R2-4)`() {
        var story = ModeStory.running(ModeSettings())
        story.failures = 1
        story.network(false)
        story.wait(.seconds(1))
        #expect(story.keeper.status?.decision.mode == .streaming)
        story.wait(.seconds(1))
        #expect(story.modes == [.offline(.networkUnavailable), .offline(.networkUnavailable)])
        #expect(story.keeper.status?.decision.mode == .offline(.networkUnavailable))
        story.wait(.seconds(600))
        #expect(story.modes.count == 2)
    }

    @Test func `trying again ends after a few times, until the same is reported again (R2-4)`() {
        var story = ModeStory.running(ModeSettings(retryLimit: 3))
        story.failures = 4
        story.network(false)
        story.wait(.seconds(600))
        #expect(story.modes.count == 4)
        #expect(story.keeper.wakeAt == nil)
        story.network(false)
        story.wait(.seconds(1))
        #expect(story.modes.count == 5)
        #expect(story.keeper.status?.decision.mode == .offline(.networkUnavailable))
    }

    @Test func `an older failure does not disturb a newer mode (R2-4)`() {
        var keeper = ModeKeeper<ManualInstant>(startingAt: 0)
        var chance = SeededGenerator(seed: 1)
        #expect(keeper.timerFired(at: 0) == [.apply(ModeDecision(.streaming, by: .circumstances))])
        let offline = ModeDecision(.offline(.setOffline), by: .offlineSwitch)
        #expect(keeper.offlineSet(true) == [.apply(offline)])
        keeper.applied(offline, at: 1)
        keeper.applyFailed(ModeDecision(.streaming, by: .circumstances), at: 2, using: &chance)
        #expect(keeper.wakeAt == nil)
        #expect(keeper.status == ModeStatus(offline, since: 1))
    }

    @Test func `each entry into the background flushes once, and no later mode does (R2-8, 2.4.3)`() {
        var story = ModeStory.running(ModeSettings())
        for _ in 1...3 {
            story.background()
            story.wait(.seconds(2))
            story.network(false)
            story.wait(.seconds(2))
            story.network(true)
            story.wait(.seconds(2))
            story.foreground()
            story.wait(.seconds(2))
        }
        #expect(story.flushes == 3)
    }

    @Test func `what flapped while offline was set is resolved from what is, not from what was due (R2-10)`() {
        var story = ModeStory.running(ModeSettings())
        story.network(false)
        story.wait(.milliseconds(300))
        story.offline(true)
        story.offline(false)
        #expect(story.modes.last == .offline(.networkUnavailable))
        story.network(true)
        story.wait(.seconds(1))
        #expect(story.modes.last == .streaming, "a return to what was delivered before is a change from what applies")
    }

    @Test func `nothing happens after the end, which flushes once (R2-11, 2.4.3, 2.8)`() {
        var story = ModeStory.running(ModeSettings())
        story.network(false)
        story.close()
        story.close()
        #expect(story.actions == [.networkChanged(isAvailable: false), .flush])
        story.network(true)
        story.background()
        story.request(.polling)
        story.offline(true)
        story.switchUser()
        story.wait(.seconds(9))
        #expect(story.actions.count == 2)
        #expect(story.keeper.wakeAt == nil)
    }

    @Test func `another person's mode waits for no window and takes what was pending with it (R2-12, 2.4.3)`() {
        var story = ModeStory.running(ModeSettings())
        story.network(false)
        story.switchUser()
        #expect(story.modes == [.offline(.networkUnavailable)])
        story.wait(.seconds(9))
        #expect(story.modes.count == 1)
        story.network(true)
        story.wait(.seconds(1))
        #expect(story.modes.last == .streaming)
    }

    @Test func `a wish for the foreground's mode is one in the background too (R2-13, R2-25)`() {
        var story = ModeStory.running(ModeSettings())
        story.background()
        story.wait(.seconds(1))
        story.request(.streaming)
        story.wait(.seconds(1))
        #expect(story.modes == [.background, .streaming])
    }

    @Test func `a wish holds for whatever is resolved before its window ends (2.4)`() {
        var story = ModeStory.running(ModeSettings())
        story.request(.polling)
        story.offline(true)
        story.offline(false)
        #expect(story.modes == [.offline(.setOffline), .polling])
    }

    @Test func `offline by wish keeps what would be sent (R2-18)`() {
        var story = ModeStory.running(ModeSettings(requestedMode: .offline))
        story.background()
        story.wait(.seconds(1))
        #expect(story.flushes == 0)
        story.request(nil)
        story.wait(.seconds(1))
        #expect(story.allowsSending.last == true)
    }

    @Test func `by default an app in the background polls (R2-19)`() {
        var story = ModeStory.running(ModeSettings())
        story.background()
        story.wait(.seconds(1))
        #expect(story.modes == [.background])
    }

    @Test func `a wish for streaming stays so without a network, and taking it back is automatic again (2.4.3)`() {
        var story = ModeStory.running(ModeSettings())
        story.network(false)
        story.wait(.seconds(1))
        story.request(.streaming)
        story.wait(.seconds(1))
        story.request(nil)
        story.wait(.seconds(1))
        #expect(story.modes == [.offline(.networkUnavailable), .streaming, .offline(.networkUnavailable)])
    }

    @Test func `a network that returns or changes has connections probed, and its return tries again what stopped`() {
        var story = ModeStory.running(ModeSettings())
        story.network(true)
        #expect(story.actions == [.networkChanged(isAvailable: true), .probe])
        story.network(false)
        story.network(true)
        #expect(story.actions.suffix(3) == [.networkChanged(isAvailable: true), .encourage, .probe])
        story.background()
        story.foreground()
        #expect(story.actions.suffix(2) == [.encourage, .probe])
    }

    @Test func `the status says the mode, who decided it and since when`() {
        var story = ModeStory(ModeSettings())
        #expect(story.keeper.status == nil)
        story.wait(.seconds(10))
        #expect(story.keeper.status == ModeStatus(ModeDecision(.streaming, by: .circumstances), since: 0))
        story.request(.streaming)
        story.wait(.seconds(10))
        #expect(story.keeper.status == ModeStatus(ModeDecision(.streaming, by: .request), since: 0))
        story.offline(true)
        #expect(story.keeper.status == ModeStatus(ModeDecision(.offline(.setOffline), by: .offlineSwitch), since: 20))
    }

    @Test(arguments: 0..<300 as Range<UInt64>)
    func `whatever happens, the mode is in the end what the last reports and wishes call for`(seed: UInt64) {
        var chance = SeededGenerator(seed: seed)
        var story = ModeStory(ModeSettings())
        var (network, foreground, wish, isOffline) = (true, true, ConnectionMode?.none, false)
        var edges = 0
        for _ in 0..<60 {
            switch Int.random(in: 0..<8, using: &chance) {
            case 0:
                network = .random(using: &chance)
                story.network(network)
            case 1:
                if foreground, !isOffline, wish != .offline { edges += 1 }
                foreground = false
                story.background()
            case 2:
                foreground = true
                story.foreground()
            case 3:
                wish = ([nil] + ConnectionMode.allCases).randomElement(using: &chance) ?? nil
                story.request(wish)
            case 4:
                isOffline = .random(using: &chance)
                story.offline(isOffline)
            case 5: story.switchUser()
            case 6: story.failures = Int.random(in: 0...3, using: &chance)
            default: story.wait(.milliseconds(Int.random(in: 0...1500, using: &chance)))
            }
        }
        story.failures = 0
        story.wait(.seconds(300))
        let circumstances = Circumstances(isNetworkAvailable: network, isInForeground: foreground)
        let mode =
            isOffline
            ? .offline(.setOffline) : wish.map(ResolvedMode.init) ?? ModeTable.standard.mode(in: circumstances)
        #expect(story.keeper.status?.decision.mode == mode)
        #expect(story.keeper.wakeAt == nil)
        #expect(story.flushes == edges)
    }
}
