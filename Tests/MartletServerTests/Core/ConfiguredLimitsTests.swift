// SPDX-License-Identifier: Apache-2.0

import MartletServer
import MartletWire
import Testing

/// What an operator configures holds wherever the standard would.
@Suite struct ConfiguredLimitsTests {
    private static func settings(_ change: (inout Limits) -> Void) -> CoreSettings {
        var settings = CoreSettings()
        change(&settings.limits)
        return settings
    }

    @Test func `a page is as large as configured when the call does not say`() async throws {
        try await CoreHarness.run(settings: Self.settings { $0.defaultPage = 2 }) { core in
            for name in ["ada", "ben", "cleo"] { _ = try await core.person(name) }
            let page = try await core.call(UserList(), as: 1)
            #expect(page.users.map(\.name) == ["operator", "ada"] && page.hasMore)
            #expect(try await core.call(UserList(limit: 10), as: 1).users.count == 4)
        }
    }

    @Test func `a message has as many different emoji as configured`() async throws {
        try await CoreHarness.run(settings: Self.settings { $0.reactions = 1 }) { core in
            let ada = try await core.person("ada")
            let channel = try await core.channel(in: core.workspace(of: ada), of: ada)
            let message = try await core.call(MessageSend(channelID: channel, body: "x"), as: ada).id
            _ = try await core.call(MessageReact(messageID: message, emoji: "+1"), as: ada)
            let refusal = try await core.refusal(of: MessageReact(messageID: message, emoji: "-1"), as: ada)
            #expect(refusal?.code == .conflict && refusal?.data.limit == 1)
        }
    }

    @Test func `unread is exact to what is configured`() async throws {
        try await CoreHarness.run(settings: Self.settings { $0.unreadCount = 2 }) { core in
            let (ada, ben) = (try await core.person("ada"), try await core.person("ben"))
            let channel = try await core.channel(in: core.workspace(of: ada, with: ben), of: ada)
            _ = try await core.call(ChannelJoin(channelID: channel), as: ben)
            for _ in 1...3 { _ = try await core.call(MessageSend(channelID: channel, body: "x"), as: ada) }
            let count = try await core.call(ReadUnreadCounts(), as: ben).counts.first { $0.channelID == channel }
            #expect(count?.unread == 2 && count?.isCapped == true)
        }
    }

    @Test func `an event that is larger than configured is refused, and nothing of it happens`() async throws {
        try await CoreHarness.run(settings: Self.settings { $0.entry = 4096 }) { core in
            let ada = try await core.person("ada")
            let channel = try await core.channel(in: core.workspace(of: ada), of: ada)
            let before = core.head
            let body = String(repeating: "x", count: 4096)
            let refusal = try await core.refusal(of: MessageSend(channelID: channel, body: body), as: ada)
            #expect(refusal?.code == .tooLarge && refusal?.data.limit == 4096)
            #expect(core.head == before)
        }
    }
}
