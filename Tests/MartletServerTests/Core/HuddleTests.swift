// SPDX-License-Identifier: Apache-2.0

import MartletRules
import MartletServer
import MartletStore
import MartletTesting
import MartletWire
import Synchronization
import Testing

@Suite struct HuddleTests {
    @Test func `a huddle begins once, is joined once, and ends with the last to leave`() async throws {
        try await Talk.run { talk in
            let start = talk.core.head
            let huddle = try await talk.core.call(HuddleStart(channelID: talk.channel), as: talk.ada)
            #expect(huddle.participants == [talk.ada] && huddle.startedBy == talk.ada)
            let joined = try await talk.core.call(HuddleStart(channelID: talk.channel), as: talk.ben)
            #expect(joined.roomID == huddle.roomID && joined.participants == [talk.ada, talk.ben])
            _ = try await talk.core.call(HuddleJoin(roomID: huddle.roomID), as: talk.ben)
            let active = try await talk.core.call(HuddleListActive(), as: talk.ben).huddles
            #expect(active == [joined])
            #expect(try await talk.core.call(HuddleListActive(), as: talk.cleo).huddles == [])
            _ = try await talk.core.call(HuddleLeave(roomID: huddle.roomID), as: talk.ada)
            _ = try await talk.core.call(HuddleLeave(roomID: huddle.roomID), as: talk.ada)
            let ended = try await talk.core.call(HuddleLeave(roomID: huddle.roomID), as: talk.ben)
            #expect(ended.endedAt != nil && ended.participants == [])
            #expect(
                try await talk.core.names(heardBy: talk.ada, after: start) == [
                    "huddle.started", "huddle.joined", "huddle.joined", "huddle.left", "huddle.left", "huddle.ended",
                ]
            )
            let late = HuddleJoin(roomID: huddle.roomID)
            #expect(try await talk.core.refusal(of: late, as: talk.ada)?.code == .conflict)
            #expect(try await talk.core.call(HuddleListActive(), as: talk.ada).huddles == [])
            let next = try await talk.core.call(HuddleStart(channelID: talk.channel), as: talk.ada)
            #expect(next.roomID != huddle.roomID)
        }
    }

    @Test func `a huddle is unknown outside its channel`() async throws {
        try await Talk.run { talk in
            let room = try await talk.core.call(HuddleStart(channelID: talk.channel), as: talk.ada).roomID
            let calls: [any Method] = [
                HuddleGet(roomID: room), HuddleJoin(roomID: room), HuddleLeave(roomID: room),
                HuddleTokenRequest(roomID: room),
            ]
            for call in calls {
                #expect(try await talk.core.refusal(of: call, as: talk.cleo)?.code == .notFound)
            }
            let start = HuddleStart(channelID: talk.channel)
            #expect(try await talk.core.refusal(of: start, as: talk.cleo)?.code == .forbidden)
        }
    }

    @Test func `whoever leaves the channel leaves its huddle first`() async throws {
        try await Talk.run { talk in
            let room = try await talk.core.call(HuddleStart(channelID: talk.channel), as: talk.ada).roomID
            _ = try await talk.core.call(HuddleJoin(roomID: room), as: talk.ben)
            let start = talk.core.head
            _ = try await talk.core.call(ChannelLeave(channelID: talk.channel), as: talk.ben)
            let names = try await talk.core.names(heardBy: talk.ben, after: start)
            #expect(names == ["channel.member_left", "huddle.left", "channel.removed"])
            _ = try await talk.core.call(ChannelDelete(channelID: talk.channel), as: talk.ada)
            let active = try await talk.core.store.read { try $0.activeHuddles() }
            #expect(active == [], "an archived channel has no huddle")
        }
    }

    @Test func `whoever is in it gets a token, others must join first`() async throws {
        try await Talk.run { talk in
            let room = try await talk.core.call(HuddleStart(channelID: talk.channel), as: talk.ada).roomID
            let ask = HuddleTokenRequest(roomID: room)
            let token = try await talk.core.call(ask, as: talk.ada)
            #expect(token.roomID == room && token.token == nil && token.url == nil)
            #expect(try await talk.core.refusal(of: ask, as: talk.ben)?.code == .forbidden)
            _ = try await talk.core.call(HuddleLeave(roomID: room), as: talk.ada)
            #expect(try await talk.core.refusal(of: ask, as: talk.ada)?.code == .conflict)
        }
    }

    @Test func `without a media server people leave with their last connection`() async throws {
        try await Talk.run { talk in
            let room = try await talk.core.call(HuddleStart(channelID: talk.channel), as: talk.ada).roomID
            _ = try await talk.core.call(HuddleJoin(roomID: room), as: talk.ben)
            let edge = EdgeIdentity(name: "edge", incarnation: 1)
            talk.core.core.presence.reported(ConnectionCount(user: talk.ben, count: 1), from: edge)
            talk.core.core.userWentOffline(talk.ben)
            talk.core.core.userWentOffline(talk.ada)
            // A commit comes after both.
            try await talk.say("gone?")
            let huddle = try await talk.core.call(HuddleGet(roomID: room), as: talk.ada)
            #expect(huddle.participants == [talk.ben], "who is back by then stays")
        }
    }
}
