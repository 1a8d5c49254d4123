// SPDX-License-Identifier: Apache-2.0

import MartletRules
import MartletTesting
import MartletWire
import Testing

/// A change of person, which the descriptions call identify.
@Suite struct UserSwitchTests {
    @Test func `a newer switch ends the one under way, and starts anew (R2-23)`() {
        var story = FeedStory.running(.streaming)
        story.user(2)
        #expect(
            story.looked() == [
                .settle(UserSwitch(to: 1, need: .fresh), .superseded), .stop(run: 1), .forget, .restore(2),
                .start(.streaming, run: 2),
            ]
        )
        story.delivered()
        #expect(story.looked().outcomes == [.done])
    }

    @Test func `what was stored for somebody else settles nothing`() {
        var story = FeedStory.running(.streaming, need: .cached)
        story.user(2, need: .cached)
        _ = story.looked()
        story.restored(for: 1)
        #expect(story.looked() == [])
        story.restored(for: 2)
        #expect(story.looked().outcomes == [.done])
    }

    @Test func `a switch that waits for a network it never gets ends in time (R2-23)`() {
        var story = FeedStory.running(.streaming)
        story.failed(.interrupted(.network))
        story.wait(.seconds(29))
        #expect(story.looked().outcomes == [])
        story.wait(.seconds(1))
        #expect(story.looked().outcomes == [.timedOut])
        #expect(story.running == [1: .streaming], "what it waited for may still come")
    }

    @Test func `a switch survives a change of mode, and is done by the new source (2.4.3)`() {
        var story = FeedStory.running(.streaming)
        story.mode(.polling)
        #expect(story.looked().outcomes == [])
        story.delivered()
        #expect(story.looked().outcomes == [.done])
    }

    @Test func `a switch fails with the source that cannot start, and not with an interruption (2.4.3)`() {
        var story = FeedStory.running(.polling)
        story.failed(.interrupted(.network))
        #expect(story.looked().outcomes == [])
        story.failed(.blocked(.refused(RefusalStatus(rawValue: 404))))
        #expect(story.looked().outcomes == [.failed(.refused(RefusalStatus(rawValue: 404)))])
    }

    @Test(arguments: 0..<300 as Range<UInt64>)
    func `whatever happens, one source runs at most, and each switch ends once (R2-23)`(seed: UInt64) {
        var chance = SeededGenerator(seed: seed)
        var story = FeedStory()
        var switches = 0
        var ended = 0
        let modes: [ResolvedMode] = [.streaming, .polling, .background, .offline(.setOffline), .streaming]
        let verdicts: [SourceVerdict] = [
            .interrupted(.network), .directed(restFor: .seconds(60), .closed(.tryAgainLater)),
            .blocked(.closed(.internalError)), .halted(.closed(.signedOut)), .interrupted(.invalidData),
        ]
        for _ in 0..<100 {
            switch Int.random(in: 0..<10, using: &chance) {
            case 0: story.mode(modes.randomElement(using: &chance) ?? .streaming)
            case 1:
                switches += 1
                story.user(
                    Int64.random(in: 1...3, using: &chance),
                    need: Bool.random(using: &chance) ? .cached : .fresh
                )
            case 2: story.restored(for: UserID(rawValue: Int64.random(in: 1...3, using: &chance)))
            case 3, 4: story.delivered(run: Int.random(in: 0...story.lastRun, using: &chance))
            case 5, 6: story.failed(verdicts.randomElement(using: &chance) ?? .interrupted(.network))
            case 7: story.encouraged()
            default: story.wait(.seconds(Int.random(in: 0...400, using: &chance)))
            }
            ended += story.looked().outcomes.count
            #expect(story.running.count <= 1)
            #expect(story.running.values.first == story.feed.source)
            if let wakeAt = story.feed.wakeAt { #expect(wakeAt > story.now) }
        }
        story.close()
        ended += story.looked().outcomes.count
        #expect(ended == switches)
        #expect(story.running == [:])
    }
}
