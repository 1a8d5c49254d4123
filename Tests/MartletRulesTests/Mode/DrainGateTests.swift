// SPDX-License-Identifier: Apache-2.0

import MartletRules
import MartletTesting
import Testing

@Suite struct DrainGateTests {
    private let streaming = ModeDecision(.streaming, by: .circumstances)
    private let offline = ModeDecision(.offline(.setOffline), by: .request)

    @Test func `the outbox sends while the mode allows it and there is a network, from the start (2.8)`() {
        var gate = DrainGate()
        #expect(gate.isOpen)
        #expect(gate.networkChanged(isAvailable: false) == true)
        #expect(!gate.isOpen)
        #expect(gate.applied(self.offline) == false, "it was shut already")
        #expect(gate.networkChanged(isAvailable: true) == false)
        #expect(!gate.isOpen)
        #expect(gate.applied(self.streaming) == true)
        #expect(gate.isOpen)
    }

    @Test func `what is so already opens and shuts nothing (2.8)`() {
        var gate = DrainGate()
        #expect(gate.applied(self.streaming) == false)
        #expect(gate.networkChanged(isAvailable: true) == false)
        #expect(gate.applied(self.offline) == true)
        #expect(gate.applied(self.offline) == false)
    }

    @Test(arguments: [
        (ResolvedMode.streaming, true), (.polling, true), (.background, true), (.offline(.setOffline), false),
        (.offline(.networkUnavailable), false), (.offline(.backgroundDisabled), false),
    ])
    func `only who is offline sends nothing (R2-18)`(mode: ResolvedMode, allowsSending: Bool) {
        #expect(ModeDecision(mode, by: .circumstances).allowsSending == allowsSending)
    }
}
