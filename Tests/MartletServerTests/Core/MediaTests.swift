// SPDX-License-Identifier: Apache-2.0

import MartletServer
import MartletStore
import MartletWire
import Testing

@Suite struct MediaTests {
    @Test func `an upload is its uploader's until a message shows it to others`() async throws {
        try await Talk.run(.private) { talk in
            let media = try await talk.upload("m1", by: talk.ada)
            #expect(try await talk.core.call(MediaGet(mediaID: media), as: talk.ada).name == "swift.png")
            #expect(try await talk.core.refusal(of: MediaGet(mediaID: media), as: talk.ben)?.code == .notFound)
            let steal = MessageSend(channelID: talk.channel, body: "mine", attachments: [media])
            let error = try await talk.core.refusal(of: steal, as: talk.ben)
            #expect(error?.code == .notFound && error?.data.field == "attachments.0")
            let send = MessageSend(channelID: talk.channel, body: "", attachments: [media, media])
            let message = try await talk.core.call(send, as: talk.ada)
            #expect(message.attachments == [media] && message.body == "")
            #expect(try await talk.core.call(MediaGet(mediaID: media), as: talk.ben).id == media)
            #expect(try await talk.core.refusal(of: MediaGet(mediaID: media), as: talk.cleo)?.code == .notFound)
            // Whoever may read it may show it elsewhere.
            let elsewhere = try await talk.core.channel(in: talk.workspace, of: talk.ben)
            let pass = MessageSend(channelID: elsewhere, body: "look", attachments: [media])
            let passed = try await talk.core.call(pass, as: talk.ben)
            #expect(try await talk.core.call(MediaGet(mediaID: media), as: talk.cleo).id == media, "a public channel")
            _ = try await talk.core.call(MessageDelete(messageID: passed.id), as: talk.ben)
            #expect(try await talk.core.refusal(of: MediaGet(mediaID: media), as: talk.cleo)?.code == .notFound)
            #expect(try await talk.core.call(MediaGet(mediaID: media), as: talk.ben).id == media)
        }
    }

    @Test func `who leaves a channel may no longer read its media`() async throws {
        try await Talk.run(.private) { talk in
            let media = try await talk.upload("m1", by: talk.ada)
            let send = MessageSend(channelID: talk.channel, body: "", attachments: [media])
            _ = try await talk.core.call(send, as: talk.ada)
            #expect(try await talk.core.call(MediaGet(mediaID: media), as: talk.ben).id == media)
            _ = try await talk.core.call(ChannelRemoveMember(channelID: talk.channel, userID: talk.ben), as: talk.ada)
            #expect(try await talk.core.refusal(of: MediaGet(mediaID: media), as: talk.ben)?.code == .notFound)
        }
    }

    @Test func `a canvas shows what its text links to, as far as its writer may read it`() async throws {
        try await Talk.run { talk in
            let (own, hidden) = (try await talk.upload("own", by: talk.ben), try await talk.upload("hid", by: talk.ada))
            let body = "![](/v1/media/own) and ![](https://example.org/v1/media/hid)"
            let create = CanvasCreate(channelID: talk.channel, title: "Plan", body: body)
            let canvas = try await talk.core.call(create, as: talk.ben)
            #expect(try await talk.core.call(MediaGet(mediaID: own), as: talk.cleo).id == own)
            #expect(try await talk.core.refusal(of: MediaGet(mediaID: hidden), as: talk.cleo)?.code == .notFound)
            // Ada cannot read Ben's, but her change keeps the link that is there, and adds what she may read.
            let update = CanvasUpdate(canvasID: canvas.id, revision: 1, body: body + "!")
            _ = try await talk.core.call(update, as: talk.ada)
            #expect(try await talk.core.call(MediaGet(mediaID: own), as: talk.cleo).id == own)
            #expect(try await talk.core.call(MediaGet(mediaID: hidden), as: talk.cleo).id == hidden)
            let empty = CanvasUpdate(canvasID: canvas.id, revision: 2, body: "")
            _ = try await talk.core.call(empty, as: talk.ada)
            #expect(try await talk.core.refusal(of: MediaGet(mediaID: own), as: talk.cleo)?.code == .notFound)
        }
    }

    @Test func `what nothing refers to for a day is an orphan, and bytes go with their last upload`() async throws {
        try await Talk.run { talk in
            let (first, second) = (try await talk.upload("a", by: talk.ada), try await talk.upload("b", by: talk.ben))
            let send = MessageSend(channelID: talk.channel, body: "", attachments: [first])
            let message = try await talk.core.call(send, as: talk.ada)
            talk.core.advance(by: .seconds(90_000))
            func orphans() async throws -> [MediaID] {
                let dayAgo = talk.core.now.advanced(by: .seconds(-86_400))
                return try await talk.core.store.read { try $0.orphanedMedia(before: dayAgo, limit: 10) }
            }
            #expect(try await orphans() == [second])
            _ = try await talk.core.call(MessageDelete(messageID: message.id), as: talk.ada)
            #expect(try await orphans() == [second], "the day begins when the last reference ends")
            talk.core.advance(by: .seconds(90_000))
            #expect(try await Set(orphans()) == [first, second])
            _ = try await talk.core.call(MediaDelete(mediaID: first), as: talk.ada)
            #expect(try await talk.core.store.read { try $0.unusedContent(limit: 10) } == [])
            #expect(try await talk.core.refusal(of: MediaDelete(mediaID: second), as: talk.ada)?.code == .notFound)
            _ = try await talk.core.call(MediaDelete(mediaID: second), as: Caller.operatorID)
            #expect(try await talk.core.store.read { try $0.unusedContent(limit: 10) } == ["bytes"])
            _ = try await talk.upload("c", by: talk.ada)
            #expect(try await talk.core.store.read { try $0.unusedContent(limit: 10) } == [], "used again")
        }
    }
}

extension Talk {
    /// Notes an upload; all have the same bytes.
    fileprivate func upload(_ id: String, by user: UserID) async throws -> MediaID {
        let now = self.core.now
        let media = Media(
            id: MediaID(rawValue: id),
            name: "swift.png",
            contentType: "image/png",
            size: 5,
            uploaderID: user,
            createdAt: now
        )
        try await self.core.store.commit { try $0.insert(StoredMedia(media, contentHash: "bytes")) }
        return media.id
    }
}
