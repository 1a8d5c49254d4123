// SPDX-License-Identifier: Apache-2.0

import MartletRules
import MartletTesting
import Testing

@Suite struct ModeTableTests {
    @Test(arguments: ConnectionMode.allCases)
    func `without a network a client is offline for that reason, in front or not, whatever is configured (2.4.2)`(
        slot: ConnectionMode
    ) {
        for isInForeground in [true, false] {
            for runsInBackground in [true, false] {
                let circumstances = Circumstances(
                    isNetworkAvailable: false,
                    isInForeground: isInForeground,
                    runsInBackground: runsInBackground,
                    foregroundSlot: slot,
                    backgroundSlot: slot
                )
                let mode = ModeTable.standard.mode(in: circumstances)
                #expect(mode == .offline(.networkUnavailable))
                #expect(mode.mode == .offline)
            }
        }
    }

    @Test func `in the background without leave to work there a client is offline for that reason (2.4.2)`() {
        let circumstances = Circumstances(isInForeground: false, runsInBackground: false, backgroundSlot: .streaming)
        #expect(ModeTable.standard.mode(in: circumstances) == .offline(.backgroundDisabled))
    }

    @Test func `in front nobody asks whether the app may work in the background (2.4.2 Android)`() {
        #expect(ModeTable.standard.mode(in: Circumstances(runsInBackground: false)) == .streaming)
    }

    @Test(arguments: [
        (ConnectionMode.streaming, ResolvedMode.streaming), (.polling, .polling), (.background, .background),
        (.offline, .offline(.setOffline)),
    ])
    func `each slot comes to its mode, and offline there to offline by choice (2.4.2)`(
        slot: ConnectionMode,
        mode: ResolvedMode
    ) {
        let front = Circumstances(foregroundSlot: slot, backgroundSlot: .polling)
        #expect(ModeTable.standard.mode(in: front) == mode)
        #expect(mode.mode == slot)
        let back = Circumstances(isInForeground: false, foregroundSlot: .polling, backgroundSlot: slot)
        #expect(ModeTable.standard.mode(in: back) == mode)
    }

    @Test func `by default an app in the background polls (R2-19)`() {
        #expect(ModeTable.standard.mode(in: Circumstances(isInForeground: false)) == .background)
    }

    @Test func `an empty table leaves the foreground slot (2.4.2 JS)`() {
        let circumstances = Circumstances(isNetworkAvailable: false, isInForeground: false, foregroundSlot: .polling)
        #expect(ModeTable([]).mode(in: circumstances) == .polling)
    }

    @Test func `a row that asks nothing matches always, and the first that matches decides (2.4.2 JS)`() {
        let table = ModeTable([
            ModeTable.Row(when: .init(isInForeground: false), then: .mode(.polling)),
            ModeTable.Row(when: .init(), then: .mode(.background)),
            ModeTable.Row(when: .init(), then: .mode(.streaming)),
        ])
        #expect(table.mode(in: Circumstances(isInForeground: false)) == .polling)
        #expect(table.mode(in: Circumstances()) == .background)
    }

    @Test func `a row matches only if all that it names does, and else falls through (2.4.2 JS)`() {
        let table = ModeTable([
            ModeTable.Row(
                when: .init(isNetworkAvailable: true, isInForeground: false, runsInBackground: true),
                then: .mode(.polling)
            )
        ])
        #expect(table.mode(in: Circumstances(isInForeground: false)) == .polling)
        #expect(table.mode(in: Circumstances(isNetworkAvailable: false, isInForeground: false)) == .streaming)
        #expect(table.mode(in: Circumstances(isInForeground: true)) == .streaming)
        #expect(table.mode(in: Circumstances(isInForeground: false, runsInBackground: false)) == .streaming)
    }

    @Test func `a table that ignores the lifecycle looks at the network alone (2.4.2 JS browser and desktop)`() {
        let table = ModeTable.ignoringLifecycle
        #expect(table.mode(in: Circumstances(isInForeground: false, runsInBackground: false)) == .streaming)
        #expect(table.mode(in: Circumstances(isNetworkAvailable: false)) == .offline(.networkUnavailable))
    }

    @Test func `two offline modes are one only if their reasons are, and a mode's name is its word (2.1)`() {
        #expect(ResolvedMode.offline(.setOffline) != .offline(.networkUnavailable))
        #expect(ConnectionMode.allCases.map(\.description) == ["streaming", "polling", "background", "offline"])
    }

    @Test(arguments: [
        (AppPhase.active, true as Bool?), (.inactive, nil), (.hidden, false), (.paused, false), (.detached, nil),
    ])
    func `only what hides an app or shows it moves it (2.4)`(phase: AppPhase, isInForeground: Bool?) {
        #expect(phase.isInForeground == isInForeground)
    }
}
