// SPDX-License-Identifier: Apache-2.0

import MartletRules
import MartletServer
import MartletStore
import MartletTesting
import MartletWire
import Testing

@Suite struct ReadTests {
    @Test func `read.updated goes to the reader alone, and only when the cursor moves (R3-7)`() async throws {
        try await Talk.run { talk in
            let (first, second) = (try await talk.say("one").id, try await talk.say("two").id)
            let start = talk.core.head
            func mark(_ message: MessageID) async throws -> MessageID {
                let call = ReadMark(channelID: talk.channel, lastReadMessage: message)
                return try await talk.core.call(call, as: talk.ben).lastReadMessage
            }
            #expect(try await mark(second) == second)
            #expect(try await mark(first) == second, "a cursor never moves back")
            #expect(try await mark(second) == second)
            let expected = ReadUpdated(userID: talk.ben, channelID: talk.channel, lastReadMessage: second)
            #expect(try await talk.core.heard(by: talk.ben, after: start).map(\.event) == [.known(expected)])
            #expect(try await talk.core.names(heardBy: talk.ada, after: start) == [])
        }
    }

    @Test func `nobody has read what is not yet said`() async throws {
        try await Talk.run { talk in
            let newest = try await talk.say("one").id
            let call = ReadMark(channelID: talk.channel, lastReadMessage: MessageID(rawValue: .max))
            #expect(try await talk.core.call(call, as: talk.ben).lastReadMessage == newest)
            let head = talk.core.head
            #expect(try await talk.core.call(call, as: talk.ben).lastReadMessage == newest)
            #expect(talk.core.head == head)
            try await talk.say("two")
            #expect(try await talk.core.call(ReadGet(channelID: talk.channel), as: talk.ben).unread == 1)
        }
    }

    @Test(arguments: [ChannelKind.public, .dm])
    func `own messages, answers and deleted ones are not unread (R3-14)`(_ kind: ChannelKind) async throws {
        try await Talk.run(kind) { talk in
            func unread(_ user: UserID) async throws -> Int {
                try await talk.core.call(ReadGet(channelID: talk.channel), as: user).unread
            }
            let root = try await talk.say("root").id
            try await talk.say("answer", to: root)
            let gone = try await talk.say("gone").id
            #expect(try await unread(talk.ben) == 2)
            #expect(try await unread(talk.ada) == 0)
            _ = try await talk.core.call(MessageDelete(messageID: gone), as: talk.ada)
            #expect(try await unread(talk.ben) == 1)
            try await talk.say("mine", as: talk.ben)
            #expect(try await unread(talk.ben) == 1)
            #expect(try await unread(talk.ada) == 1)
        }
    }

    @Test func `who joins has nothing unread, and who comes back only what came since (R3-14)`() async throws {
        try await Talk.run { talk in
            try await talk.say("before")
            _ = try await talk.core.call(ChannelJoin(channelID: talk.channel), as: talk.cleo)
            let get = ReadGet(channelID: talk.channel)
            #expect(try await talk.core.call(get, as: talk.cleo).unread == 0)
            try await talk.say("after")
            #expect(try await talk.core.call(get, as: talk.cleo).unread == 1)
            _ = try await talk.core.call(ChannelLeave(channelID: talk.channel), as: talk.cleo)
            #expect(try await talk.core.refusal(of: get, as: talk.cleo)?.code == .forbidden)
            try await talk.say("away")
            _ = try await talk.core.call(ChannelJoin(channelID: talk.channel), as: talk.cleo)
            #expect(try await talk.core.call(get, as: talk.cleo).unread == 0)
        }
    }

    @Test func `counts are exact to 999 and then capped (R3-14)`() async throws {
        try await Talk.run { talk in
            try await talk.core.store.commit { transaction in
                for _ in 0..<999 {
                    _ = try MessageSend(channelID: talk.channel, body: "x").perform(
                        in: transaction,
                        for: Caller(userID: talk.ada, isOperator: false)
                    )
                }
            }
            let get = ReadGet(channelID: talk.channel)
            var count = try await talk.core.call(get, as: talk.ben)
            #expect(count.unread == 999 && !count.isCapped)
            try await talk.say("@ben one more")
            count = try await talk.core.call(get, as: talk.ben)
            #expect(count.unread == 999 && count.isCapped && count.mentions == 1)
        }
    }

    @Test func `unread counts agree with their definition whatever happens (R3-14)`() async throws {
        try await Talk.run { talk in
            var chance = SeededGenerator(seed: 14)
            var ids: [MessageID] = []
            for _ in 0..<150 {
                let author = [talk.ada, talk.ben].randomElement(using: &chance) ?? talk.ada
                switch Int.random(in: 0..<10, using: &chance) {
                case 0:
                    if let id = ids.randomElement(using: &chance) {
                        let mark = ReadMark(channelID: talk.channel, lastReadMessage: id)
                        _ = try await talk.core.call(mark, as: author)
                    }
                case 1:
                    if let id = ids.randomElement(using: &chance) {
                        _ = try? await talk.core.call(MessageDelete(messageID: id), as: talk.ada)
                    }
                case 2:
                    if let id = ids.randomElement(using: &chance) { _ = try? await talk.say("re", as: author, to: id) }
                default:
                    ids.append(try await talk.say("hello", as: author).id)
                }
            }
            let list = MessageList(channelID: talk.channel, sinceID: 0, limit: 200)
            let messages = try await talk.core.call(list, as: talk.ada).messages
            for reader in [talk.ada, talk.ben] {
                let count = try await talk.core.call(ReadGet(channelID: talk.channel), as: reader)
                let expected = Unread(in: messages, for: reader, after: count.lastReadMessage, memberSince: 0)
                #expect(count.unread == expected.count)
                let all = try await talk.core.call(ReadUnreadCounts(), as: reader).counts
                #expect(all == [count])
            }
        }
    }
}
