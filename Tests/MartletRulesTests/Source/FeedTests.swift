// SPDX-License-Identifier: Apache-2.0

import MartletRules
import MartletTesting
import MartletWire
import Testing

/// The statements of 2.5.1, by number, and those of 2.4.3, 2.6 and 2.7 on the same machine.
@Suite struct FeedTests {
    @Test
    func `who signs in gets the mode's source, which is started once, and is done when it brings something (2.5.1 #1)`()
    {
        var story = FeedStory()
        story.mode(.streaming)
        #expect(story.looked() == [], "nothing runs before there is a person (2.5)")
        story.user(1)
        #expect(story.looked() == [.restore(1), .start(.streaming, run: 1)])
        story.delivered()
        #expect(story.looked().outcomes == [.done])
        #expect(story.running == [1: .streaming])
    }

    @Test func `what a source brings makes the state valid, and that is told once (2.5.1 #2, #3)`() {
        var story = FeedStory.running(.streaming)
        story.delivered()
        story.delivered()
        #expect(story.looked().states == [.valid])
    }

    @Test func `after a failure a hello with nothing new is enough (2.5.1 #4, 2.4.3)`() {
        var story = FeedStory.running(.streaming)
        story.delivered()
        story.failed(.interrupted(.network))
        story.delivered()
        #expect(story.looked().states == [.valid, .interrupted, .valid])
    }

    @Test(arguments: OfflineReason.allCases)
    func `going offline stops the source and tells the reason (2.5.1 #5, #6, #7, #9)`(reason: OfflineReason) {
        var story = FeedStory.running(.streaming)
        story.delivered()
        _ = story.looked()
        story.mode(.offline(reason))
        let actions = story.looked()
        #expect(actions.states == [.offline(reason)])
        #expect(actions.deeds == [.stop(run: 1)])
        #expect(story.running == [:])
    }

    @Test func `another mode stops the old source and starts the new one (2.5.1 #8)`() {
        var story = FeedStory.running(.streaming)
        story.mode(.polling)
        #expect(story.looked() == [.stop(run: 1), .start(.polling, run: 2)])
        story.mode(.background)
        #expect(story.looked() == [.stop(run: 2), .start(.backgroundPolling, run: 3)])
    }

    @Test
    func `what is not understood interrupts with a fixed category, which stays known when all is well (2.5.1 #10)`() {
        var story = FeedStory.running(.streaming)
        story.delivered()
        story.failed(.interrupted(.invalidData))
        #expect(story.feed.status.state == .interrupted)
        #expect(story.running == [1: .streaming], "the run resumes by itself")
        story.delivered()
        #expect(story.feed.status.state == .valid)
        #expect(story.feed.status.lastFailure?.fault == .invalidData)
    }

    @Test func `who needs only what was stored is done with that (2.5.1 #11)`() {
        var story = FeedStory.running(.streaming, need: .cached)
        story.restored()
        let actions = story.looked()
        #expect(actions.outcomes == [.done])
        #expect(actions.states == [.valid])
    }

    // An empty store counted as fresh, so that whoever waited for that acted before the stream had begun, and was never
    // told of what they did.
    @Test func `an empty store makes nothing fresh: the server's first word does`() {
        var story = FeedStory.running(.streaming)
        story.restored(isEmpty: true)
        #expect(story.looked().states == [])
        #expect(story.feed.status.state == .initializing)
        story.delivered()
        #expect(story.looked().states == [.valid])
    }

    // The server's hello made everything fresh, even one that says that nothing shown is to be trusted: whoever waited
    // for `valid` showed what was stale, or waited no longer for a load that failed again and again.
    @Test func `what has to be loaded afresh is fresh once it is loaded, not with the server's word (2.5, 2.5.1 #3)`() {
        var story = FeedStory.running(.streaming)
        story.restored()
        #expect(story.looked().states == [.valid])
        story.outdated()
        let actions = story.looked()
        #expect(actions.states == [.initializing])
        #expect(actions.outcomes == [.done], "the server's word has come")
        story.outdated()
        #expect(story.looked().states == [], "another attempt to load is no news")
        story.delivered()
        #expect(story.looked().states == [.valid])
    }

    @Test func `a run that is over makes nothing outdated`() {
        var story = FeedStory.running(.streaming)
        story.restored()
        story.mode(.offline(.setOffline))
        _ = story.looked()
        story.outdated()
        #expect(story.looked() == [])
    }

    @Test func `who needs the server's word is done with that and not with what was stored (2.5.1 #12, #13)`() {
        var story = FeedStory.running(.streaming)
        story.restored()
        #expect(story.looked().outcomes == [])
        story.delivered()
        #expect(story.looked().outcomes == [.done])
    }

    @Test(arguments: [UserSwitch.Need.cached, .fresh])
    func `offline what was stored is all there is, and the state stays offline (2.5.1 #14, 2.4.3, 2.7 cache miss)`(
        need: UserSwitch.Need
    ) {
        var story = FeedStory.running(.offline(.setOffline), need: need)
        story.restored()
        let actions = story.looked()
        #expect(actions.outcomes == [.done])
        #expect(actions.states == [])
        #expect(story.feed.status.state == .offline(.setOffline))
    }

    @Test func `who signed in before the first mode is done when that is offline (2.6)`() {
        var story = FeedStory()
        story.user(1)
        story.restored()
        #expect(story.looked().outcomes == [])
        story.mode(.offline(.setOffline))
        #expect(story.looked().outcomes == [.done])
    }

    @Test func `the same mode changes nothing, and another reason only what is told (2.5)`() {
        var story = FeedStory.running(.streaming)
        story.mode(.streaming)
        #expect(story.looked() == [])
        story.mode(.offline(.setOffline))
        story.mode(.offline(.setOffline))
        _ = story.looked()
        story.mode(.offline(.networkUnavailable))
        let actions = story.looked()
        #expect(actions.states == [.offline(.networkUnavailable)])
        #expect(actions.deeds == [])
    }

    @Test func `a mode before there is a person is only told (2.5)`() {
        var story = FeedStory()
        story.mode(.offline(.networkUnavailable))
        #expect(story.looked().states == [.offline(.networkUnavailable)])
        story.mode(.streaming)
        let actions = story.looked()
        #expect(actions.states == [.initializing])
        #expect(actions.deeds == [])
    }

    @Test func `a mode with the same sources keeps the one that runs (2.4.3)`() {
        var story = FeedStory(SourcePlan(streaming: [.polling], polling: [.polling]))
        story.mode(.streaming)
        story.user(1)
        story.mode(.polling)
        #expect(story.running == [1: .polling])
    }

    @Test func `a mode does not change what is known of the log, and only another person does (2.4.3, 2.6)`() {
        var story = FeedStory.running(.streaming)
        for mode in [ResolvedMode.polling, .offline(.networkUnavailable), .background, .streaming] { story.mode(mode) }
        story.user(1)
        let modes = story.looked()
        #expect(!modes.contains(.forget))
        story.user(2)
        let person = story.looked()
        #expect(person.contains(.forget))
    }

    @Test func `a source that is interrupted for 120 s gives way, and gets another chance after 300 s (2.6)`() {
        var story = FeedStory.running(.streaming)
        story.failed(.interrupted(.network))
        story.wait(.seconds(119))
        #expect(story.running == [1: .streaming])
        story.wait(.seconds(1))
        #expect(story.running == [2: .polling])
        story.wait(.seconds(299))
        #expect(story.running == [2: .polling])
        story.wait(.seconds(1))
        #expect(story.running == [3: .streaming])
    }

    @Test func `a server that cannot serve is polled until its rest is over (2.7 directive)`() {
        var story = FeedStory.running(.streaming)
        story.failed(.directed(restFor: .seconds(30), .closed(.tryAgainLater)))
        #expect(story.running == [2: .polling])
        story.failed(.directed(restFor: .seconds(30), .refused(.unavailable)))
        #expect(story.running == [2: .polling])
        story.wait(.seconds(30))
        #expect(story.running == [3: .streaming])
    }

    @Test func `a server's wish for rest outlives the mode, until it is over (DESIGN 4.4)`() {
        var story = FeedStory.running(.streaming)
        story.failed(.directed(restFor: .seconds(60), .closed(.tryAgainLater)))
        story.mode(.background)
        story.wait(.seconds(10))
        story.mode(.streaming)
        #expect(story.feed.source == .polling)
        story.wait(.seconds(49))
        #expect(story.feed.source == .polling)
        story.wait(.seconds(1))
        #expect(story.feed.source == .streaming)
        story.mode(.background)
        story.mode(.streaming)
        #expect(story.feed.source == .streaming)
    }

    @Test func `a server that drains or restarts is dialled again by the same run (2.7 goodbye, unexpected end)`() {
        var story = FeedStory.running(.streaming)
        story.failed(.interrupted(.closed(.serviceRestart)))
        story.failed(.interrupted(.network))
        #expect(story.running == [1: .streaming])
    }

    @Test func `what a run reports after it was stopped is nobody's word (2.5, 6.1)`() {
        var story = FeedStory.running(.streaming)
        story.mode(.polling)
        _ = story.looked()
        story.delivered(run: 1)
        story.failed(.halted(.closed(.signedOut)), run: 1)
        #expect(story.looked() == [])
        #expect(story.running == [2: .polling])
    }

    @Test func `a source that was told to stop makes way, and if it was the last all is over (2.6, 2.7)`() {
        var story = FeedStory.running(.streaming)
        story.failed(.blocked(.closed(.unsupportedVersion)))
        #expect(story.running == [2: .polling])
        _ = story.looked()
        story.failed(.blocked(.refused(RefusalStatus(rawValue: 404))))
        let actions = story.looked()
        #expect(actions.outcomes == [.failed(.refused(RefusalStatus(rawValue: 404)))])
        #expect(actions.states == [.shutdown])
        #expect(story.running == [:])
        #expect(story.feed.wakeAt == nil)
    }

    @Test func `the end is told before what ends is closed (R2-22)`() {
        var story = FeedStory.running(.streaming)
        story.failed(.halted(.closed(.signedOut)))
        let actions = story.looked()
        guard case .report = actions.first, case .stop(run: 1) = actions.last else {
            Issue.record("\(actions)")
            return
        }
        #expect(actions.outcomes == [.failed(.closed(.signedOut))])
    }

    @Test func `whoever was refused stays away in every mode, until there is a reason (DESIGN 4.4, R2-21)`() {
        var story = FeedStory.running(.streaming)
        story.failed(.halted(.closed(.notAuthenticated)))
        story.mode(.background)
        story.mode(.streaming)
        story.wait(.seconds(100_000))
        #expect(story.running == [:])
        #expect(story.feed.status.state == .shutdown)
        _ = story.looked()
        story.encouraged()
        #expect(story.looked().states == [.initializing])
        #expect(story.running == [2: .streaming])
    }

    @Test func `a refused sign-in is the end of it, and another person may fare better (R2-21)`() {
        var story = FeedStory.running(.streaming)
        story.failed(.halted(.closed(.unknownUser)))
        story.user(2)
        #expect(story.running == [2: .streaming])
        #expect(story.feed.status.state == .initializing)
    }

    @Test func `a socket that was told to stop is tried again after an hour of polls (R2-21)`() {
        var story = FeedStory.running(.streaming)
        story.failed(.blocked(.closed(.internalError)))
        story.delivered()
        story.wait(.seconds(3600))
        #expect(story.running == [3: .streaming])
    }

    @Test func `after the end nothing runs, and whoever waits is told (2.5 stop, R2-11)`() {
        var story = FeedStory.running(.streaming)
        story.close()
        #expect(story.looked() == [.settle(UserSwitch(to: 1, need: .fresh), .closed), .stop(run: 1)])
        story.close()
        story.mode(.polling)
        story.encouraged()
        story.restored()
        story.wait(.seconds(9999))
        #expect(story.looked() == [])
        story.user(2)
        #expect(story.looked().outcomes == [.closed])
        #expect(story.running == [:])
    }

    @Test func `a long and eventful life leaves nothing behind (2.6 memory)`() {
        var story = FeedStory.running(.streaming)
        for _ in 0..<10_000 {
            story.delivered()
            story.failed(.interrupted(.network))
        }
        #expect(story.feed.wakeAt == 120)
        #expect(story.running.count == 1)
    }
}
