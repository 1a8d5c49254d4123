// SPDX-License-Identifier: Apache-2.0

import MartletServer
import MartletStore
import MartletWire
import Testing

@Suite struct PresenceTests {
    @Test func `a status text holds 100 Unicode scalars after normalisation and is emptied by nothing (R3-19)`()
        async throws
    {
        try await CoreHarness.run { core in
            let ada = try await core.person("ada")
            func set(_ text: String) -> PresenceSetStatusText { PresenceSetStatusText(statusText: text) }
            let hundred = String(repeating: "ü", count: 100)
            #expect(try await core.call(set(hundred), as: ada).statusText.unicodeScalars.count == 100)
            let decomposed = String(repeating: "u\u{308}", count: 100)
            let kept = try await core.call(set(decomposed), as: ada).statusText
            #expect(Array(kept.utf8) == Array(hundred.utf8), "200 scalars are 100 in NFC")
            for long in [String(repeating: "u\u{308}", count: 101), String(repeating: "x", count: 101)] {
                let error = try await core.refusal(of: set(long), as: ada)
                #expect(error?.code == .invalidParams && error?.data.field == "status_text")
                #expect(error?.data.limit == 100)
            }
            // One character, but 101 scalars that no normalisation makes fewer.
            let tower = "x" + String(repeating: "\u{20DD}", count: 100)
            #expect(try await core.refusal(of: set(tower), as: ada)?.code == .invalidParams)
            #expect(try await core.call(set(""), as: ada).statusText == "")
        }
    }

    @Test func `neither a status text nor the deprecated call touches the online bit (R3-19)`() async throws {
        try await CoreHarness.run { core in
            let (ada, ben) = (try await core.person("ada"), try await core.person("ben"))
            let start = core.now
            try await core.store.commit {
                try $0.setPresence([PresenceChange(user: ada, isOnline: true, lastSeen: start)])
            }
            core.advance(by: .seconds(5))
            let entry = try await core.call(PresenceSetStatusText(statusText: "nesting"), as: ada)
            #expect(entry == PresenceEntry(userID: ada, status: .online, statusText: "nesting", lastSeen: core.now))
            let deprecated = try await core.call(PresenceUpdate(statusText: "flying"), as: ben)
            #expect(deprecated.status == .offline && deprecated.statusText == "flying")
            #expect(try await core.call(PresenceUpdate(), as: ben).statusText == "flying", "absent changes nothing")
            #expect(core.head == 1, "presence has no place in the log")
        }
    }

    @Test func `presence is listed to members, in pages`() async throws {
        try await CoreHarness.run { core in
            let (ada, ben) = (try await core.person("ada"), try await core.person("ben"))
            let cleo = try await core.person("cleo")
            let workspace = try await core.workspace(of: ada, with: ben)
            let list = PresenceList(workspaceID: workspace)
            #expect(try await core.call(list, as: ben).presence.map(\.userID) == [ada, ben])
            #expect(try await core.refusal(of: list, as: cleo)?.code == .notFound)
            let page = try await core.call(PresenceList(workspaceID: workspace, limit: 1), as: ben)
            #expect(page.presence.map(\.userID) == [ada] && page.hasMore)
            let rest = try await core.call(PresenceList(workspaceID: workspace, sinceID: ada, limit: 1), as: ben)
            #expect(rest.presence.map(\.userID) == [ben] && !rest.hasMore)
        }
    }
}
