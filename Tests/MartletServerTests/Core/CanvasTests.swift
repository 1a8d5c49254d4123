// SPDX-License-Identifier: Apache-2.0

import MartletServer
import MartletStore
import MartletWire
import Testing

@Suite struct CanvasTests {
    @Test func `of two who change one revision the second learns the newer one`() async throws {
        try await Talk.run { talk in
            let create = CanvasCreate(channelID: talk.channel, title: "Plan", body: "1. nest")
            let canvas = try await talk.core.call(create, as: talk.ada)
            #expect(canvas.revision == 1 && canvas.creatorID == talk.ada)
            let start = talk.core.head
            let first = CanvasUpdate(canvasID: canvas.id, revision: 1, body: "1. nest\n2. fly")
            let updated = try await talk.core.call(first, as: talk.ben)
            #expect(updated.revision == 2 && updated.updatedBy == talk.ben && updated.title == "Plan")
            let second = CanvasUpdate(canvasID: canvas.id, revision: 1, title: "Late")
            let error = try await talk.core.refusal(of: second, as: talk.ada)
            #expect(error?.code == .conflict && error?.data.currentRevision == 2)
            let event = CanvasUpdated(canvasID: canvas.id, channelID: talk.channel, revision: 2, userID: talk.ben)
            #expect(try await talk.core.heard(by: talk.ada, after: start).map(\.event) == [.known(event)])
            let same = CanvasUpdate(canvasID: canvas.id, revision: 2, title: "Plan")
            #expect(try await talk.core.call(same, as: talk.ada).revision == 2, "no change, no revision")
            #expect(talk.core.head == start + 1)
            #expect(try await talk.core.call(CanvasGet(canvasID: canvas.id), as: talk.cleo) == updated)
        }
    }

    @Test func `canvases are listed by number, without their texts`() async throws {
        try await Talk.run { talk in
            var ids: [CanvasID] = []
            for title in ["one", "two", "three"] {
                let create = CanvasCreate(channelID: talk.channel, title: title)
                ids.append(try await talk.core.call(create, as: talk.ada).id)
            }
            let page = try await talk.core.call(CanvasList(channelID: talk.channel, limit: 2), as: talk.cleo)
            #expect(page.canvases.map(\.id) == Array(ids[..<2]) && page.hasMore)
            let rest = CanvasList(channelID: talk.channel, sinceID: ids[1])
            #expect(try await talk.core.call(rest, as: talk.ben).canvases.map(\.title) == ["three"])
            _ = try await talk.core.call(CanvasDelete(canvasID: ids[2]), as: talk.ada)
            let another = CanvasCreate(channelID: talk.channel, title: "four")
            #expect(try await talk.core.call(another, as: talk.ada).id > ids[2], "a number is never used twice")
        }
    }

    @Test func `members write, creators and admins delete, outsiders know nothing`() async throws {
        try await Talk.run(.private) { talk in
            let create = CanvasCreate(channelID: talk.channel, title: "Ben's")
            let canvas = try await talk.core.call(create, as: talk.ben)
            let calls: [any Method] = [
                CanvasGet(canvasID: canvas.id), CanvasUpdate(canvasID: canvas.id, revision: 1, title: "x"),
                CanvasDelete(canvasID: canvas.id), CanvasList(channelID: talk.channel),
                CanvasCreate(channelID: talk.channel, title: "x"),
            ]
            for call in calls {
                #expect(try await talk.core.refusal(of: call, as: talk.cleo)?.code == .notFound)
            }
            let other = try await talk.core.call(CanvasCreate(channelID: talk.channel, title: "Ada's"), as: talk.ada)
            let delete = CanvasDelete(canvasID: other.id)
            #expect(try await talk.core.refusal(of: delete, as: talk.ben)?.code == .forbidden)
            let start = talk.core.head
            _ = try await talk.core.call(CanvasDelete(canvasID: canvas.id), as: talk.ada)
            #expect(try await talk.core.names(heardBy: talk.ben, after: start) == ["canvas.deleted"])
            #expect(try await talk.core.refusal(of: CanvasGet(canvasID: canvas.id), as: talk.ben)?.code == .notFound)
        }
    }

    @Test func `an entry about a canvas of 512 KiB stays small`() async throws {
        try await Talk.run { talk in
            let body = String(repeating: "é", count: 256 * 1024)
            let create = CanvasCreate(channelID: talk.channel, title: "Long", body: body)
            let canvas = try await talk.core.call(create, as: talk.ada)
            #expect(try await talk.core.call(CanvasGet(canvasID: canvas.id), as: talk.ben).body == body)
            #expect(talk.core.entries(after: talk.core.head - 1)[0].encodedSize < 1024)
            let longer = CanvasUpdate(canvasID: canvas.id, revision: 1, body: body + "!")
            #expect(try await talk.core.refusal(of: longer, as: talk.ada)?.data.limit == 512 * 1024)
        }
    }
}
