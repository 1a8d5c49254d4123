// SPDX-License-Identifier: Apache-2.0

import MartletServer
import MartletStore
import MartletWire
import Testing

@Suite struct NotificationTests {
    @Test func `an ordinary message notifies nobody`() async throws {
        try await Talk.run { talk in
            let head = talk.core.head
            try await talk.say("hello all")
            #expect(talk.core.head == head + 1)
        }
    }

    @Test func `a DM notifies its other people, and a mention in it only once`() async throws {
        try await Talk.run(.dm) { talk in
            let message = try await talk.say("hello")
            try await talk.say("@ben?")
            let list = try await talk.core.call(NotificationList(), as: talk.ben).notifications
            #expect(list.map(\.kind) == [.direct, .mention])
            #expect(list[0].messageID == message.id && list[0].actorID == talk.ada && list[0].channelID == talk.channel)
            #expect(try await talk.core.call(NotificationList(), as: talk.ada).notifications == [])
            let frames = try await talk.core.heard(by: talk.ben, after: message.id.rawValue)
            #expect(frames.first?.event == .known(NotificationCreated(notification: list[0])))
            #expect(frames.first?.seq == list[0].id.rawValue, "its number is its event's seq")
        }
    }

    @Test func `an answer notifies who began the thread and who answered before, if still there`() async throws {
        try await Talk.run { talk in
            _ = try await talk.core.call(ChannelJoin(channelID: talk.channel), as: talk.cleo)
            let root = try await talk.say("root").id
            try await talk.say("first", as: talk.ben, to: root)
            try await talk.say("second", as: talk.cleo, to: root)
            func kinds(_ user: UserID) async throws -> [Notification.Kind] {
                try await talk.core.call(NotificationList(), as: user).notifications.map(\.kind)
            }
            #expect(try await kinds(talk.ada) == [.reply, .reply])
            #expect(try await kinds(talk.ben) == [.reply])
            #expect(try await kinds(talk.cleo) == [])
            _ = try await talk.core.call(ChannelLeave(channelID: talk.channel), as: talk.ben)
            let head = talk.core.head
            try await talk.say("third", as: talk.cleo, to: root)
            #expect(try await talk.core.names(heardBy: talk.ben, after: head) == [])
        }
    }

    @Test func `notifications are read up to one of them`() async throws {
        try await Talk.run(.dm) { talk in
            try await talk.say("one")
            try await talk.say("two")
            let list = try await talk.core.call(NotificationList(), as: talk.ben).notifications
            let mark = NotificationMarkRead(upToID: list[0].id)
            #expect(try await talk.core.call(mark, as: talk.ben).unread == 1)
            let unread = try await talk.core.call(NotificationList(unreadOnly: true), as: talk.ben).notifications
            #expect(unread.map(\.id) == [list[1].id])
            let gone = try await talk.core.store.commit { transaction in
                try transaction.forgetNotifications(before: transaction.now.advanced(by: .seconds(1)))
            }
            #expect(gone == 2)
        }
    }
}
