// SPDX-License-Identifier: Apache-2.0

import MartletServer
import MartletStore
import MartletWire
import Testing

@Suite struct ReactionTests {
    @Test func `message.reacted carries all reactions after the change (R3-5)`() async throws {
        try await Talk.run { talk in
            let id = try await talk.say("look!").id
            _ = try await talk.core.call(MessageReact(messageID: id, emoji: "👀"), as: talk.ada)
            _ = try await talk.core.call(MessageReact(messageID: id, emoji: "🎉"), as: talk.ada)
            let start = talk.core.head
            let reacted = try await talk.core.call(MessageReact(messageID: id, emoji: "👀"), as: talk.ben)
            let expected = [
                Reaction(emoji: "👀", count: 2, userIDs: [talk.ada, talk.ben]),
                Reaction(emoji: "🎉", count: 1, userIDs: [talk.ada]),
            ]
            #expect(reacted.reactions == expected)
            #expect(try await talk.core.heard(by: talk.ada, after: start).map(\.event) == [.known(reacted)])
            #expect(try await talk.read(id).reactions == expected)
        }
    }

    @Test func `repeated react and empty unreact are silent, a toggle never is (R3-5)`() async throws {
        try await Talk.run { talk in
            let id = try await talk.say("look!").id
            let react = MessageReact(messageID: id, emoji: "👀")
            _ = try await talk.core.call(react, as: talk.ben)
            var head = talk.core.head
            #expect(try await talk.core.call(react, as: talk.ben).reactions.map(\.count) == [1])
            #expect(talk.core.head == head)
            _ = try await talk.core.call(MessageUnreact(messageID: id, emoji: "🎉"), as: talk.ben)
            #expect(talk.core.head == head)
            #expect(
                try await talk.core.call(MessageUnreact(messageID: id, emoji: "👀"), as: talk.ben).reactions == []
            )
            #expect(talk.core.head == head + 1)
            head = talk.core.head
            let toggle = MessageToggleReact(messageID: id, emoji: "👀")
            #expect(try await talk.core.call(toggle, as: talk.ben).reactions.map(\.count) == [1])
            #expect(try await talk.core.call(toggle, as: talk.ben).reactions == [])
            #expect(talk.core.entries(after: head).map(\.name) == ["message.reacted", "message.reacted"])
        }
    }

    @Test func `a message has at most 50 different emoji, and names at most 100 people of each`() async throws {
        try await Talk.run { talk in
            let id = try await talk.say("popular").id
            for number in 1...50 {
                _ = try await talk.core.call(MessageReact(messageID: id, emoji: "e\(number)"), as: talk.ada)
            }
            let head = talk.core.head
            let more = MessageReact(messageID: id, emoji: "e51")
            #expect(try await talk.core.refusal(of: more, as: talk.ada)?.code == .conflict)
            #expect(talk.core.head == head)
            #expect(try await talk.read(id).reactions.count == 50)
            _ = try await talk.core.call(MessageReact(messageID: id, emoji: "e1"), as: talk.ben)
            // Rows of others, as if they had reacted: what counts is what is read after the change.
            try await talk.core.store.commit { transaction in
                for user in 1000..<1150 {
                    _ = try transaction.addReaction("e1", of: UserID(rawValue: Int64(user)), to: id)
                }
            }
            let reaction = try await talk.core.call(
                MessageToggleReact(messageID: id, emoji: "e2"),
                as: talk.ben
            ).reactions[0]
            #expect(reaction.count == 152 && reaction.userIDs.count == 100)
            #expect(reaction.userIDs.prefix(2) == [talk.ada, talk.ben])
        }
    }
}
