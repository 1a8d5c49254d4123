// SPDX-License-Identifier: Apache-2.0

import MartletServer
import MartletWire
import Testing

@Suite struct ThreadTests {
    @Test func `answers are counted on what they answer and listed in its thread`() async throws {
        try await Talk.run { talk in
            let root = try await talk.say("who has seen it?").id
            let answer = try await talk.say("I have", as: talk.ben, to: root)
            let second = try await talk.say("where?", to: root)
            #expect(answer.threadID == root && answer.replyCount == 0)
            #expect(try await talk.read(root).replyCount == 2)
            let thread = try await talk.core.call(MessageThread(threadID: root), as: talk.cleo)
            #expect(thread.messages == [answer, second])
            let all = MessageList(channelID: talk.channel)
            #expect(try await talk.core.call(all, as: talk.ada).messages.count == 3)
            let top = MessageList(channelID: talk.channel, topLevelOnly: true)
            #expect(try await talk.core.call(top, as: talk.ada).messages.map(\.id) == [root])
            _ = try await talk.core.call(MessageDelete(messageID: answer.id), as: talk.ben)
            #expect(try await talk.read(root).replyCount == 1)
        }
    }

    @Test func `only undeleted top-level messages of the channel can be answered`() async throws {
        try await Talk.run { talk in
            let root = try await talk.say("root").id
            let answer = try await talk.say("answer", to: root).id
            let elsewhere = try await talk.core.channel(in: talk.workspace, of: talk.ada)
            let foreign = try await talk.core.call(MessageSend(channelID: elsewhere, body: "there"), as: talk.ada).id
            func refusal(_ thread: MessageID) async throws -> RPCError? {
                let call = MessageSend(channelID: talk.channel, body: "x", threadID: thread)
                return try await talk.core.refusal(of: call, as: talk.ada)
            }
            #expect(try await refusal(answer)?.code == .invalidParams)
            #expect(try await refusal(foreign)?.code == .notFound)
            #expect(try await refusal(999_999)?.code == .notFound)
            _ = try await talk.core.call(MessageDelete(messageID: root), as: talk.ada)
            #expect(try await refusal(root)?.code == .notFound)
            let thread = try await talk.core.call(MessageThread(threadID: root), as: talk.ada)
            #expect(thread.messages.map(\.id) == [answer], "the answers to a deleted message stay")
        }
    }
}
