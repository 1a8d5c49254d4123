// SPDX-License-Identifier: Apache-2.0

import MartletRules
import MartletTesting
import Testing

/// The statements of 2.4.1, by number; those without a window first.
@Suite struct ModeKeeperTests {
    private func settings(_ change: (inout ModeSettings) -> Void = { _ in }) -> ModeSettings {
        var settings = ModeSettings(window: .zero)
        change(&settings)
        return settings
    }

    @Test(arguments: [
        // (number, slot in the foreground, slot in the background, whether it runs there, modes back and forth)
        (1, ConnectionMode.streaming, ConnectionMode.background, false, ResolvedMode.offline(.backgroundDisabled)),
        (3, .polling, .background, false, .offline(.backgroundDisabled)),
        (4, .streaming, .offline, true, .offline(.setOffline)),
        (5, .streaming, .background, true, .background),
        (6, .streaming, .streaming, true, .streaming),
    ])
    func `going to the background flushes once and applies its mode, and coming back the other (2.4.1 #1 to #6, R2-8)`(
        number: Int,
        foreground: ConnectionMode,
        background: ConnectionMode,
        runsInBackground: Bool,
        mode: ResolvedMode
    ) {
        var story = ModeStory.running(
            self.settings {
                $0.foregroundSlot = foreground
                $0.backgroundSlot = background
                $0.runsInBackground = runsInBackground
            }
        )
        story.background()
        story.wait(.zero)
        #expect(story.actions == [.flush, .apply(ModeDecision(mode, by: .circumstances))], "#\(number)")
        story.foreground()
        story.wait(.zero)
        #expect(story.modes == [mode, ResolvedMode(foreground)], "#\(number), and back (#2)")
        #expect(story.flushes == 1)
    }

    @Test func `a lost network is told at once and resolved to offline, and so is its return (2.4.1 #7, #8, #10)`() {
        var story = ModeStory.running(self.settings { $0.foregroundSlot = .polling })
        story.network(false)
        #expect(story.actions == [.networkChanged(isAvailable: false)])
        story.wait(.zero)
        #expect(story.modes == [.offline(.networkUnavailable)])
        story.network(true)
        #expect(story.actions.contains(.networkChanged(isAvailable: true)))
        story.wait(.zero)
        #expect(story.modes == [.offline(.networkUnavailable), .polling])
    }

    @Test func `a network that is lost in the background beats the slot (2.4.1 #9)`() {
        var story = ModeStory.running(self.settings())
        story.background()
        story.wait(.zero)
        story.network(false)
        story.wait(.zero)
        #expect(story.modes == [.background, .offline(.networkUnavailable)])
    }

    @Test func `a table of one row falls through to the foreground slot (2.4.1 #11)`() {
        let row = ModeTable.Row(when: .init(isNetworkAvailable: false), then: .mode(.offline(.networkUnavailable)))
        var story = ModeStory.running(
            self.settings {
                $0.foregroundSlot = .polling
                $0.table = ModeTable([row])
            }
        )
        story.network(false)
        story.wait(.zero)
        story.network(true)
        story.wait(.zero)
        #expect(story.modes == [.offline(.networkUnavailable), .polling])
    }

    @Test func `an empty table leaves the foreground slot even without a network (2.4.1 #12)`() {
        var story = ModeStory.running(
            self.settings {
                $0.foregroundSlot = .polling
                $0.table = ModeTable([])
            }
        )
        story.network(false)
        story.wait(.zero)
        #expect(story.modes == [.polling])
    }

    @Test func `who set themselves offline stays so and sends nothing, whatever happens (2.4.1 #13)`() {
        var story = ModeStory.running(self.settings())
        story.offline(true)
        #expect(story.actions == [.apply(ModeDecision(.offline(.setOffline), by: .offlineSwitch))])
        story.background()
        story.wait(.zero)
        story.network(false)
        story.wait(.zero)
        #expect(Set(story.modes) == [.offline(.setOffline)])
        #expect(story.actions.contains(.networkChanged(isAvailable: false)))
        #expect(!story.allowsSending.contains(true))
        #expect(story.flushes == 0)
    }

    @Test func `an app that does not follow its lifecycle still flushes, and nothing else (2.4.1 #14, 2.4.3)`() {
        var story = ModeStory.running(self.settings { $0.followsLifecycle = false })
        story.background()
        story.wait(.seconds(9))
        story.background()
        story.foreground()
        story.wait(.seconds(9))
        #expect(story.actions == [.flush])
    }

    @Test func `an app that does not follow the network hears nothing of it (2.4.1 #15, R2-3)`() {
        var story = ModeStory.running(self.settings { $0.followsNetwork = false })
        story.network(false)
        story.wait(.seconds(9))
        #expect(story.actions == [])
    }

    @Test func `a wish in the background holds until it is taken back (2.4.1 #16)`() {
        var story = ModeStory.running(self.settings { $0.runsInBackground = false })
        story.background()
        story.wait(.zero)
        story.request(.polling)
        story.wait(.zero)
        story.request(nil)
        story.wait(.zero)
        #expect(story.modes == [.offline(.backgroundDisabled), .polling, .offline(.backgroundDisabled)])
    }

    @Test(arguments: [
        (17, ConnectionMode.streaming, ResolvedMode.streaming), (18, .polling, .polling),
        (19, .background, .background),
        (20, .offline, .offline(.setOffline)),
    ])
    func `each wish comes to its mode (2.4.1 #17 to #20)`(number: Int, wish: ConnectionMode, mode: ResolvedMode) {
        var story = ModeStory.running(self.settings())
        story.request(wish)
        #expect(story.actions == [])
        story.wait(.zero)
        #expect(story.actions == [.apply(ModeDecision(mode, by: .request))])
        #expect(story.allowsSending == [wish != .offline], "R2-18")
    }

    @Test func `a flapping network changes the mode once, when it has settled (2.4.1 #21, 2.4.3 coalesce)`() {
        var story = ModeStory.running(ModeSettings())
        for isAvailable in [false, true, false] {
            story.network(isAvailable)
            story.wait(.milliseconds(200))
        }
        #expect(story.modes == [])
        story.wait(.seconds(5))
        #expect(story.modes == [.offline(.networkUnavailable)])
    }

    @Test func `going to the background flushes before the window ends, and once (2.4.1 #22)`() {
        var story = ModeStory.running(ModeSettings())
        story.background()
        #expect(story.actions == [.flush])
        story.background()
        story.wait(.seconds(5))
        #expect(story.flushes == 1)
    }

    @Test func `a wish is applied once, after the window (2.4.1 #23)`() {
        var story = ModeStory.running(ModeSettings())
        story.request(.polling)
        story.wait(.milliseconds(999))
        #expect(story.actions == [])
        story.wait(.seconds(5))
        #expect(story.modes == [.polling])
    }

    @Test func `a wish beats a network that is lost within its window (2.4.1 #24)`() {
        var story = ModeStory.running(ModeSettings())
        story.request(.streaming)
        story.wait(.milliseconds(500))
        story.network(false)
        #expect(story.actions == [.networkChanged(isAvailable: false)])
        story.wait(.milliseconds(999))
        #expect(story.modes == [])
        story.wait(.seconds(5))
        #expect(story.modes == [.streaming])
        #expect(story.actions.count { $0 == .networkChanged(isAvailable: false) } == 1)
    }

    @Test func `setting offline and back waits for no window and knows where the app started (2.4.1 #25)`() {
        var story = ModeStory(
            ModeSettings(runsInBackground: false, startsInForeground: false)
        )
        story.offline(true)
        #expect(story.modes == [.offline(.setOffline)])
        story.offline(false)
        #expect(story.modes == [.offline(.setOffline), .offline(.backgroundDisabled)])
        story.wait(.seconds(9))
        #expect(story.modes.count == 2)
    }

    @Test func `an app that starts in the background gets its mode without any event (2.4.1 #26, R2-1, R2-2)`() {
        var story = ModeStory(ModeSettings(runsInBackground: false, startsInForeground: false))
        #expect(story.actions == [])
        story.wait(.zero)
        #expect(story.modes == [.offline(.backgroundDisabled)])
        #expect(story.allowsSending == [false])
        story.background()
        story.wait(.seconds(9))
        #expect(story.modes.count == 1)
        #expect(story.flushes == 0, "it was there before")
    }

    @Test func `a wish from the start is applied once, and beats the background (2.4.1 #27, #28)`() {
        var story = ModeStory(ModeSettings(requestedMode: .polling))
        #expect(story.actions == [])
        story.wait(.zero)
        #expect(story.modes == [.polling])
        story.background()
        story.wait(.seconds(9))
        #expect(!story.modes.contains(.background))
    }

    @Test func `a wish from the start that is taken back leaves the slot (2.4.1 #29)`() {
        var story = ModeStory.running(ModeSettings(requestedMode: .polling))
        story.request(nil)
        story.wait(.seconds(1))
        #expect(story.modes == [.streaming])
    }
}
