// SPDX-License-Identifier: Apache-2.0

import MartletServer
import MartletStore
import MartletWire
import Testing

@Suite struct MessageChangeTests {
    @Test func `an edit replaces the text everywhere: history, search, replay and stored replies`() async throws {
        try await Talk.run { talk in
            let message = try await talk.say("the albatross")
            let edit = MessageUpdate(messageID: message.id, body: "the swallow", idempotencyKey: "e1")
            let first = try await talk.core.call(edit, as: talk.ada)
            #expect(first.body == "the swallow" && first.editedAt != nil && first.id == message.id)
            let start = talk.core.head
            let last = MessageUpdate(messageID: message.id, body: "the martlet")
            let updated = try await talk.core.call(last, as: talk.ada)
            #expect(
                try await talk.core.heard(by: talk.ben, after: start).map(\.event)
                    == [.known(MessageUpdated(message: updated))]
            )
            #expect(try await talk.read(message.id).body == "the martlet")
            #expect(try await talk.find("albatross") == [])
            #expect(try await talk.find("swallow") == [])
            #expect(try await talk.find("martlet") == ["the martlet"])
            #expect(try await talk.core.call(edit, as: talk.ada).body == "", "the stored reply has lost the old text")
            let log = talk.core.entries(after: message.id.rawValue - 1)
            #expect(log.map(\.redacts).filter { !$0.isEmpty } == [[message.id.rawValue], [start]])
            for frame in try await talk.core.heard(by: talk.ben, after: message.id.rawValue - 1).dropLast() {
                #expect(frame.isRedacted)
                #expect(!"\(frame)".contains("albatross") && !"\(frame)".contains("swallow"))
            }
        }
    }

    @Test func `the same text again is no edit`() async throws {
        try await Talk.run { talk in
            let message = try await talk.say("as it was")
            let head = talk.core.head
            _ = try await talk.core.call(MessageUpdate(messageID: message.id, body: "as it was"), as: talk.ada)
            #expect(talk.core.head == head)
            let empty = MessageUpdate(messageID: message.id, body: "")
            #expect(try await talk.core.refusal(of: empty, as: talk.ada)?.data.field == "body")
        }
    }

    @Test func `a deleted message leaves a marker without text and is never replayed`() async throws {
        try await Talk.run { talk in
            let message = try await talk.say("regrettable @ben")
            _ = try await talk.core.call(MessageReact(messageID: message.id, emoji: "😬"), as: talk.ben)
            _ = try await talk.core.call(MessagePin(messageID: message.id), as: talk.ben)
            let start = talk.core.head
            _ = try await talk.core.call(MessageDelete(messageID: message.id), as: talk.ada)
            #expect(
                try await talk.core.heard(by: talk.ben, after: start).map(\.event)
                    == [.known(MessageDeleted(messageID: message.id, channelID: talk.channel))]
            )
            let marker = try await talk.read(message.id, as: talk.ben)
            #expect(marker.body == "" && marker.deletedAt != nil && marker.reactions == [] && !marker.isPinned)
            #expect(try await talk.find("regrettable") == [])
            for frame in try await talk.core.heard(by: talk.ben, after: message.id.rawValue - 1) {
                #expect(!"\(frame)".contains("regrettable"))
            }
            #expect(try await talk.core.call(MessageListPins(channelID: talk.channel), as: talk.ben).messages == [])
            #expect(try await talk.core.call(MentionList(), as: talk.ben).mentions == [])
            #expect(try await talk.core.call(NotificationList(), as: talk.ben).notifications == [])
            let again = MessageDelete(messageID: message.id)
            #expect(try await talk.core.refusal(of: again, as: talk.ada)?.code == .notFound)
            let react = MessageReact(messageID: message.id, emoji: "👀")
            #expect(try await talk.core.refusal(of: react, as: talk.ben)?.code == .notFound)
        }
    }

    @Test func `only authors, owners and admins edit and delete`() async throws {
        try await Talk.run { talk in
            let message = try await talk.say("Ben's own", as: talk.ben)
            let other = try await talk.core.person("dora")
            _ = try await talk.core.call(
                WorkspaceMemberAdd(workspaceID: talk.workspace, userID: other, role: .admin),
                as: talk.ada
            )
            for call in [
                MessageUpdate(messageID: message.id, body: "taken over"), MessageDelete(messageID: message.id),
            ] as [any Method] {
                #expect(try await talk.core.refusal(of: call, as: talk.cleo)?.code == .forbidden)
            }
            let edit = MessageUpdate(messageID: message.id, body: "by an admin")
            #expect(try await talk.core.call(edit, as: other).userID == talk.ben, "it stays its author's")
            _ = try await talk.core.call(MessageDelete(messageID: message.id), as: talk.ada)
        }
    }

    @Test func `an edit in the same commit as the sending leaves no trace of the first text`() async throws {
        try await Talk.run { talk in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<20 {
                    group.addTask {
                        let message = try await talk.say("first \(number)")
                        let edit = MessageUpdate(messageID: message.id, body: "second \(number)")
                        _ = try await talk.core.call(edit, as: talk.ada)
                    }
                }
                try await group.waitForAll()
            }
            #expect(try await talk.find("first") == [])
            #expect(try await talk.find("second").count == 20)
        }
    }
}
