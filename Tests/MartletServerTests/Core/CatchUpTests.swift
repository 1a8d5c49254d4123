// SPDX-License-Identifier: Apache-2.0

import MartletServer
import MartletStore
import MartletWire
import Testing

@Suite struct CatchUpTests {
    /// Settings with two channels a page.
    private var settings: CoreSettings {
        var settings = CoreSettings()
        settings.limits.catchUpPage = 2
        return settings
    }

    @Test func `the first page says everything that a client shows first, as of one place in the log`() async throws {
        try await Talk.run { talk in
            let core = talk.core
            try await core.store.commit { transaction in
                try transaction.setPresence([
                    PresenceChange(user: talk.cleo, isOnline: true, lastSeen: transaction.now)
                ])
            }
            _ = try await core.call(PresenceSetStatusText(statusText: "nesting"), as: talk.ada)
            let first = try await talk.say("hello @ben")
            let last = try await talk.say("anyone?")
            let page = try await core.call(SyncCatchUp(), as: talk.ben)
            #expect(page.epoch == core.store.extent.epoch && page.seq == core.head && !page.hasMore)
            #expect(page.user.id == talk.ben)
            #expect(page.workspaces.map(\.id) == [talk.workspace] && page.workspaces.first?.role == .member)
            #expect(page.presence.map(\.userID) == [talk.ada, talk.cleo], "who is offline and silent is left out")
            #expect(page.mentions.map(\.messageID) == [first.id])
            #expect(page.notifications.contains { $0.messageID == first.id && $0.kind == .mention })
            let channel = try #require(page.channels.first)
            #expect(page.channels.count == 1 && channel.channel.id == talk.channel && channel.channel.isMember == true)
            #expect(channel.lastMessage == last && channel.unread == 2 && channel.mentions == 1)
            #expect(channel.lastReadMessage < first.id)
            _ = try await core.call(ReadMark(channelID: talk.channel, lastReadMessage: last.id), as: talk.ben)
            let after = try await core.call(SyncCatchUp(), as: talk.ben)
            #expect(after.channels.first?.unread == 0 && after.channels.first?.lastReadMessage == last.id)
            #expect(after.seq > page.seq)
        }
    }

    @Test func `other people's channels are not in it`() async throws {
        try await Talk.run { talk in
            try await talk.say("hello")
            let page = try await talk.core.call(SyncCatchUp(), as: talk.cleo)
            #expect(page.channels == [] && page.mentions == [])
        }
    }

    @Test func `pages follow each other, and only the first one holds what is not about channels`() async throws {
        try await CoreHarness.run(settings: self.settings) { core in
            let ada = try await core.person("ada")
            let workspace = try await core.workspace(of: ada)
            for _ in 1...5 { _ = try await core.channel(in: workspace, of: ada) }
            var seqs: [Seq] = []
            var channels: [ChannelID] = []
            for number in 1...3 {
                let page = try await core.call(SyncCatchUp(page: number), as: ada)
                #expect(page.hasMore == (number < 3) && page.workspaces.isEmpty == (number > 1))
                channels += page.channels.map(\.channel.id)
                seqs.append(page.seq)
                _ = try await core.call(ChannelUpdate(channelID: 1, topic: "\(number)"), as: ada)
            }
            #expect(channels == [1, 2, 3, 4, 5])
            #expect(seqs == seqs.sorted() && Set(seqs).count == 3, "each page is a snapshot of its own")
            let beyond = try await core.call(SyncCatchUp(page: 4), as: ada)
            #expect(beyond.channels == [] && !beyond.hasMore)
        }
    }

    @Test func `no channel is missed when one is left between two pages`() async throws {
        try await CoreHarness.run(settings: self.settings) { core in
            let ada = try await core.person("ada")
            let workspace = try await core.workspace(of: ada)
            for _ in 1...4 { _ = try await core.channel(in: workspace, of: ada) }
            let first = try await core.call(SyncCatchUp(page: 1), as: ada)
            _ = try await core.call(ChannelLeave(channelID: 1), as: ada)
            let second = try await core.call(SyncCatchUp(page: 2), as: ada)
            #expect(first.channels.map(\.channel.id) == [1, 2] && second.channels.map(\.channel.id) == [3, 4])
        }
    }

    @Test func `the last message is cut to 256 bytes, never through a character`() async throws {
        try await Talk.run { talk in
            for (body, bytes) in [
                (String(repeating: "x", count: 256), 256), (String(repeating: "x", count: 257), 256),
                (String(repeating: "€", count: 100), 255), (String(repeating: "👩‍👩‍👧", count: 20), 252),
                ("x" + String(repeating: "\u{301}", count: 200), 255),
            ] {
                try await talk.say(body)
                let page = try await talk.core.call(SyncCatchUp(), as: talk.ben)
                let preview = page.channels.first?.lastMessage?.body ?? ""
                #expect(preview.utf8.count == bytes && body.utf8.starts(with: preview.utf8), "\(body.prefix(3))")
            }
        }
    }

    @Test func `whoever joins has read up to their joining`() async throws {
        try await Talk.run { talk in
            for _ in 1...3 { try await talk.say("before") }
            let start = talk.core.head
            _ = try await talk.core.call(ChannelJoin(channelID: talk.channel), as: talk.cleo)
            let joined = try await talk.core.call(SyncCatchUp(), as: talk.cleo).channels.first
            #expect(joined?.unread == 0 && joined?.lastMessage?.body == "before")
            #expect(joined?.lastReadMessage.rawValue == start, "the entry before channel.added")
            try await talk.say("after")
            _ = try await talk.core.call(ChannelLeave(channelID: talk.channel), as: talk.cleo)
            try await talk.say("away")
            _ = try await talk.core.call(ChannelJoin(channelID: talk.channel), as: talk.cleo)
            let again = try await talk.core.call(SyncCatchUp(), as: talk.cleo).channels.first
            #expect(again?.unread == 0)
        }
    }
}
