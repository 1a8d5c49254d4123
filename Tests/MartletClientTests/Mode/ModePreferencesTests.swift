// SPDX-License-Identifier: Apache-2.0

import MartletRules
import Testing

@testable import MartletClient

@Suite struct ModePreferencesTests {
    @Test func `what an application does not decide is as the rules have it (R2-19)`() {
        #expect(ModePreferences().settings == ModeSettings())
        #expect(ModePlan.standard.table == .standard)
        #expect(ModePlan.ignoringLifecycle.table == .ignoringLifecycle)
    }

    @Test func `an application puts a plan of its own in place of the standard one (2.4.1 #11, #12)`() {
        var preferences = ModePreferences()
        preferences.foreground = .polling
        preferences.plan = ModePlan([ModePlan.Row(isNetworkAvailable: false, choice: .mode(.offline))])
        let table = preferences.settings.table
        #expect(table.mode(in: Circumstances(isNetworkAvailable: false)) == .offline(.networkUnavailable))
        #expect(table.mode(in: Circumstances(foregroundSlot: .polling)) == .polling)
        preferences.plan = ModePlan([])
        let empty = preferences.settings.table
        #expect(empty.mode(in: Circumstances(isNetworkAvailable: false, foregroundSlot: .polling)) == .polling)
    }

    @Test func `a row says by what it asks why it leads to offline`() {
        let rows = [
            (ModePlan.Row(isNetworkAvailable: false, choice: .mode(.offline)), OfflineReason.networkUnavailable),
            (
                ModePlan.Row(isInForeground: false, runsInBackground: false, choice: .mode(.offline)),
                .backgroundDisabled
            ),
            (ModePlan.Row(isInForeground: false, choice: .mode(.offline)), .setOffline),
        ]
        let nowhere = Circumstances(isNetworkAvailable: false, isInForeground: false, runsInBackground: false)
        for (row, reason) in rows { #expect(ModePlan([row]).table.mode(in: nowhere) == .offline(reason)) }
    }
}
