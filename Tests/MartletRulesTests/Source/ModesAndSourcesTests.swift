// SPDX-License-Identifier: Apache-2.0

import MartletRules
import MartletTesting
import MartletWire
import Testing

/// The values together, as a client joins them: signals go in at one end, and sources run at the other.
@Suite struct ModesAndSourcesTests {
    private struct Client {
        var keeper = ModeKeeper<ManualInstant>(startingAt: 0)
        var feed = Feed<ManualInstant>(startingAt: 0)
        var gate = DrainGate()
        var flushes = 0
        var now: ManualInstant = 0
        var run = 0

        init() {
            self.perform(self.feed.userSwitched(UserSwitch(to: 1), at: 0))
            self.wait(.zero)
        }

        mutating func network(_ isAvailable: Bool) {
            self.perform(self.keeper.networkChanged(isAvailable: isAvailable, at: self.now))
        }

        mutating func foreground(_ isInForeground: Bool) {
            self.perform(self.keeper.lifecycleChanged(isInForeground: isInForeground, at: self.now))
        }

        mutating func delivered() {
            self.perform(self.feed.delivered(run: self.run, at: self.now))
        }

        mutating func failed(_ verdict: SourceVerdict) {
            self.perform(self.feed.failed(run: self.run, verdict, at: self.now))
        }

        mutating func wait(_ duration: Duration) {
            let end = self.now.advanced(by: duration)
            while let wakeAt = [self.keeper.wakeAt, self.feed.wakeAt].compactMap(\.self).min(), wakeAt <= end {
                self.now = max(self.now, wakeAt)
                self.perform(self.keeper.timerFired(at: self.now))
                self.perform(self.feed.timerFired(at: self.now))
            }
            self.now = end
        }

        private mutating func perform(_ actions: [ModeKeeper<ManualInstant>.Action]) {
            for action in actions {
                switch action {
                case .flush: self.flushes += self.gate.isOpen ? 1 : 0
                case .networkChanged(let isAvailable): _ = self.gate.networkChanged(isAvailable: isAvailable)
                case .probe: break
                case .encourage: self.perform(self.feed.encouraged(at: self.now))
                case .apply(let decision):
                    _ = self.gate.applied(decision)
                    self.perform(self.feed.modeChanged(to: decision.mode, at: self.now))
                    self.keeper.applied(decision, at: self.now)
                }
            }
        }

        private mutating func perform(_ actions: [Feed<ManualInstant>.Action]) {
            for action in actions {
                switch action {
                case .start(_, let run): self.run = run
                case .restore(let user): self.perform(self.feed.restored(for: user, at: self.now))
                case .stop, .forget, .report, .settle: break
                }
            }
        }
    }

    @Test func `a client streams from its first turn, and looks once an hour from a second after it is left`() {
        var client = Client()
        #expect(client.feed.source == .streaming)
        client.foreground(false)
        #expect(client.flushes == 1)
        #expect(client.feed.source == .streaming)
        client.wait(.seconds(1))
        #expect(client.feed.source == .backgroundPolling)
        #expect(client.gate.isOpen)
        client.foreground(true)
        client.wait(.seconds(1))
        #expect(client.feed.source == .streaming)
    }

    @Test func `a network that is gone for half a second costs no connection, and one that is gone for two does`() {
        var client = Client()
        client.delivered()
        client.network(false)
        #expect(!client.gate.isOpen)
        client.wait(.milliseconds(500))
        client.network(true)
        client.wait(.seconds(5))
        #expect(client.run == 1)
        #expect(client.gate.isOpen)
        client.network(false)
        client.wait(.seconds(2))
        #expect(client.feed.source == nil)
        #expect(client.feed.status.state == .offline(.networkUnavailable))
        client.network(true)
        client.wait(.seconds(1))
        #expect(client.feed.source == .streaming)
        #expect(client.run == 2)
    }

    @Test func `a client that left with no network flushes when it can, and not into nothing (2.8, R2-15)`() {
        var client = Client()
        client.network(false)
        client.foreground(false)
        #expect(client.flushes == 0)
        #expect(!client.gate.isOpen)
        client.wait(.seconds(2))
        client.network(true)
        client.wait(.seconds(2))
        #expect(client.gate.isOpen, "what waits is sent now, in the background")
        #expect(client.feed.source == .backgroundPolling)
    }

    @Test func `a client that was signed out is dialled again when the network returns, and not before (DESIGN 4.4)`() {
        var client = Client()
        client.failed(.halted(.closed(.signedOut)))
        client.wait(.seconds(9999))
        #expect(client.feed.source == nil)
        client.network(false)
        client.network(true)
        #expect(client.feed.source == .streaming)
    }
}
