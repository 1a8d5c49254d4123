// SPDX-License-Identifier: Apache-2.0

import MartletServer
import MartletStore
import MartletWire
import Testing

@Suite struct MessageTests {
    @Test func `a message's id is the seq of its message.created, which its sender hears too (R3-4)`() async throws {
        try await Talk.run { talk in
            let start = talk.core.head
            let message = try await talk.say("good morning")
            #expect(message.id.rawValue == start + 1)
            for reader in [talk.ada, talk.ben] {
                let heard = try await talk.core.heard(by: reader, after: start)
                #expect(heard.map(\.seq) == [message.id.rawValue])
                #expect(heard.map(\.event) == [.known(MessageCreated(message: message))])
            }
            #expect(try await talk.core.names(heardBy: talk.cleo, after: start) == [])
            #expect(try await talk.read(message.id) == message)
        }
    }

    @Test func `sending takes membership, reading a public channel takes the workspace's`() async throws {
        try await Talk.run { talk in
            let message = try await talk.say("for the workspace")
            #expect(try await talk.read(message.id, as: talk.cleo) == message)
            let send = MessageSend(channelID: talk.channel, body: "me too")
            #expect(try await talk.core.refusal(of: send, as: talk.cleo)?.code == .forbidden)
            let stranger = try await talk.core.person("dora")
            #expect(try await talk.core.refusal(of: send, as: stranger)?.code == .notFound)
            let get = MessageGet(messageID: message.id)
            #expect(try await talk.core.refusal(of: get, as: stranger)?.code == .notFound)
        }
    }

    @Test(arguments: [ChannelKind.private, .dm])
    func `nothing said in a private place is known outside`(_ kind: ChannelKind) async throws {
        try await Talk.run(kind) { talk in
            let message = try await talk.say("between us")
            let calls: [any Method] = [
                MessageGet(messageID: message.id), MessageList(channelID: talk.channel),
                MessageThread(threadID: message.id), MessageListPins(channelID: talk.channel),
                MessageSearch(query: "between", channelID: talk.channel),
                MessageSend(channelID: talk.channel, body: "hello?"), MessageUpdate(messageID: message.id, body: "x"),
                MessageDelete(messageID: message.id), MessageReact(messageID: message.id, emoji: "👀"),
                MessagePin(messageID: message.id), ReadMark(channelID: talk.channel, lastReadMessage: message.id),
                ReadGet(channelID: talk.channel),
            ]
            for call in calls {
                #expect(
                    try await talk.core.refusal(of: call, as: talk.cleo)?.code == .notFound,
                    "\(type(of: call).name)"
                )
            }
            #expect(try await talk.find("between", as: talk.cleo) == [])
            #expect(try await talk.find("between", as: talk.ben) == ["between us"])
        }
    }

    @Test func `one key sends one message, whatever is retried (R3-28)`() async throws {
        try await Talk.run { talk in
            let first = try await talk.say("once", key: "k1")
            let head = talk.core.head
            #expect(try await talk.say("once", key: "k1") == first)
            #expect(talk.core.head == head, "the retry appends nothing")
            let other = MessageSend(channelID: talk.channel, body: "twice", idempotencyKey: "k1")
            let error = try await talk.core.refusal(of: other, as: talk.ada)
            #expect(error?.code == .conflict && error?.data.field == "idempotency_key")
            #expect(try await talk.say("once", as: talk.ben, key: "k1").id != first.id, "keys are each caller's own")
            _ = try await talk.core.call(MessageUpdate(messageID: first.id, body: "edited"), as: talk.ada)
            #expect(try await talk.say("once", key: "k1").body == "edited", "a retry never brings back the old text")
        }
    }

    @Test func `of one key sent many times at once all get the one message (R3-28)`() async throws {
        try await Talk.run { talk in
            let ids = try await withThrowingTaskGroup(of: MessageID.self) { group in
                for _ in 0..<20 { group.addTask { try await talk.say("together", key: "k").id } }
                return try await group.reduce(into: Set()) { $0.insert($1) }
            }
            #expect(ids.count == 1)
            let page = try await talk.core.call(MessageList(channelID: talk.channel), as: talk.ada)
            #expect(page.messages.count == 1)
        }
    }

    @Test func `an event says which keyed call caused it`() async throws {
        try await Talk.run { talk in
            let start = talk.core.head
            try await talk.say("keyed", key: "k1")
            #expect(try await talk.core.heard(by: talk.ada, after: start).map(\.cause?.key) == ["k1"])
        }
    }

    @Test func `an empty message is refused and nothing happens (R3-25)`() async throws {
        try await Talk.run { talk in
            let head = talk.core.head
            let error = try await talk.core.refusal(of: MessageSend(channelID: talk.channel, body: ""), as: talk.ada)
            #expect(error?.code == .invalidParams && error?.data.field == "body")
            let missing = MessageSend(channelID: talk.channel, body: "x", attachments: [MediaID(rawValue: "none")])
            #expect(try await talk.core.refusal(of: missing, as: talk.ada)?.data.field == "attachments.0")
            #expect(talk.core.head == head)
        }
    }

    @Test func `nothing more can be said in an archived channel, which stays readable`() async throws {
        try await Talk.run(.private) { talk in
            let message = try await talk.say("last words")
            _ = try await talk.core.call(ChannelDelete(channelID: talk.channel), as: talk.ada)
            let send = MessageSend(channelID: talk.channel, body: "too late")
            #expect(try await talk.core.refusal(of: send, as: talk.ben)?.code == .forbidden)
            #expect(try await talk.read(message.id, as: talk.ben) == message)
            #expect(try await talk.find("words", as: talk.ben) == ["last words"])
            #expect(try await talk.find("words", as: talk.cleo) == [])
        }
    }

    @Test func `since_id is strictly greater, ascending and limited, and says if there is more (R3-15)`() async throws {
        try await Talk.run { talk in
            var ids: [MessageID] = []
            for number in 1...5 { ids.append(try await talk.say("message \(number)").id) }
            func list(_ since: MessageID?, _ before: MessageID?, _ limit: Int?) async throws -> ([MessageID], Bool) {
                let call = MessageList(channelID: talk.channel, sinceID: since, beforeID: before, limit: limit)
                let page = try await talk.core.call(call, as: talk.ben)
                return (page.messages.map(\.id), page.hasMore)
            }
            #expect(try await list(nil, nil, nil) == (ids, false))
            #expect(try await list(nil, nil, 2) == (Array(ids[3...]), true), "without bounds, the newest")
            #expect(try await list(ids[0], nil, 2) == (Array(ids[1...2]), true))
            #expect(try await list(ids[2], nil, 2) == (Array(ids[3...]), false))
            #expect(try await list(ids[4], nil, nil) == ([], false))
            #expect(try await list(0, nil, 2) == (Array(ids[..<2]), true))
            #expect(try await list(nil, ids[2], 1) == ([ids[1]], true))
            #expect(try await list(ids[0], ids[4], nil) == (Array(ids[1...3]), false))
        }
    }
}

private func == (left: ([MessageID], Bool), right: ([MessageID], Bool)) -> Bool {
    left.0 == right.0 && left.1 == right.1
}
