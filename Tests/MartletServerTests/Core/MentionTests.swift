// SPDX-License-Identifier: Apache-2.0

import MartletServer
import MartletWire
import Testing

@Suite struct MentionTests {
    @Test func `who is named hears of it, if in the channel and not the author`() async throws {
        try await Talk.run { talk in
            let start = talk.core.head
            let message = try await talk.say("@ben, @Cleo and @ada: @nobody is here")
            #expect(
                try await talk.core.names(heardBy: talk.ben, after: start)
                    == ["message.created", "mention.created", "notification.created"]
            )
            #expect(try await talk.core.names(heardBy: talk.cleo, after: start) == [], "not in the channel")
            #expect(try await talk.core.names(heardBy: talk.ada, after: start) == ["message.created"])
            let mentions = try await talk.core.call(MentionList(), as: talk.ben).mentions
            #expect(mentions.map(\.messageID) == [message.id] && mentions.map(\.authorID) == [talk.ada])
            let mention = try await talk.core.heard(by: talk.ben, after: message.id.rawValue)[0]
            #expect(mention.event == .known(MentionCreated(mention: mentions[0])))
            let count = try await talk.core.call(ReadGet(channelID: talk.channel), as: talk.ben)
            #expect(count.unread == 1 && count.mentions == 1)
        }
    }

    @Test func `an edit brings mentions in line with the new text`() async throws {
        try await Talk.run { talk in
            _ = try await talk.core.call(ChannelJoin(channelID: talk.channel), as: talk.cleo)
            let message = try await talk.say("@ben look")
            let start = talk.core.head
            _ = try await talk.core.call(MessageUpdate(messageID: message.id, body: "@cleo look"), as: talk.ada)
            #expect(try await talk.core.call(MentionList(), as: talk.ben).mentions == [])
            #expect(try await talk.core.call(NotificationList(), as: talk.ben).notifications == [])
            #expect(try await talk.core.names(heardBy: talk.cleo, after: start).contains("mention.created"))
            let head = talk.core.head
            _ = try await talk.core.call(MessageUpdate(messageID: message.id, body: "@cleo look!"), as: talk.ada)
            #expect(talk.core.head == head + 1, "who was named before is not named anew")
        }
    }

    @Test func `mentions are seen up to a message, in one channel or all`() async throws {
        try await Talk.run { talk in
            let first = try await talk.say("@ben one").id
            let second = try await talk.say("@ben two").id
            let seen = MentionMarkSeen(upToID: first)
            #expect(try await talk.core.call(seen, as: talk.ben).unseen == 1)
            let unseen = try await talk.core.call(MentionList(unseenOnly: true), as: talk.ben)
            #expect(unseen.mentions.map(\.messageID) == [second])
            let page = try await talk.core.call(MentionList(limit: 1), as: talk.ben)
            #expect(page.mentions.map(\.messageID) == [second] && page.hasMore)
            let forward = try await talk.core.call(MentionList(sinceID: 0, limit: 1), as: talk.ben)
            #expect(forward.mentions.map(\.messageID) == [first] && forward.hasMore)
            _ = try await talk.core.call(
                MentionMarkSeen(upToID: second, channelID: talk.channel),
                as: talk.ben
            )
            #expect(try await talk.core.call(MentionList(unseenOnly: true), as: talk.ben).mentions == [])
        }
    }

    @Test func `mentions in a place that one may no longer read are not listed`() async throws {
        try await Talk.run(.private) { talk in
            try await talk.say("@ben secret")
            _ = try await talk.core.call(ChannelRemoveMember(channelID: talk.channel, userID: talk.ben), as: talk.ada)
            #expect(try await talk.core.call(MentionList(), as: talk.ben).mentions == [])
            #expect(try await talk.core.call(NotificationList(), as: talk.ben).notifications == [])
        }
    }

    @Test func `@channel names every member of a channel of modest size`() async throws {
        try await Talk.run { talk in
            let start = talk.core.head
            try await talk.say("@channel lunch")
            #expect(try await talk.core.names(heardBy: talk.ben, after: start).contains("mention.created"))
        }
    }
}
