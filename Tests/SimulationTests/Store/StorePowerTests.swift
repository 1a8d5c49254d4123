// SPDX-License-Identifier: Apache-2.0

import MartletStore
import MartletTesting
import MartletWire
import Testing

/// The server's real store on a disk whose power fails before each of its writes in turn.
@Suite(.timeLimit(.minutes(5))) struct StorePowerTests {
    /// Where people talk.
    private struct Room: Sendable {
        var user: UserID
        var workspace: WorkspaceID
        var channel: ChannelID
    }

    /// What clients were told had happened, before the power failed.
    private struct Promises: Sendable {
        var said: [Message] = []
        var takenBack: [Message] = []
    }

    private static let texts = 3

    private func found(_ store: SQLiteStore) async throws -> Room {
        try await store.commit { transaction in
            let user = try transaction.addUser(name: "ada", displayName: "Ada").id
            let workspace = try transaction.addWorkspace(name: "W", owner: user).id
            let draft = NewChannel(workspaceID: workspace, kind: .public, name: "c", creatorID: user)
            return Room(user: user, workspace: workspace, channel: try transaction.addChannel(draft).id)
        }
    }

    /// Says some things, several at a time, and takes some back; whatever is answered before the power fails is a promise.
    private func talk(in room: Room, _ store: SQLiteStore, on disk: SimulatedDisk) async -> Promises {
        var promises = Promises()
        for round in 0..<4 {
            let answers = await withTaskGroup(of: Message?.self) { group in
                for number in 0..<Self.texts {
                    group.addTask {
                        let text = "text \(round) \(number)"
                        let message = try? await store.commit {
                            try $0.say(text, in: room.channel, of: room.workspace, by: room.user)
                        }
                        return disk.remains == nil ? message : nil
                    }
                }
                return await group.reduce(into: [Message]()) { answers, message in
                    if let message { answers.append(message) }
                }
            }
            promises.said += answers
            guard let message = answers.first else { continue }
            let isDone = (try? await store.commit { try $0.takeBack(message, of: room.workspace) }) != nil
            if isDone, disk.remains == nil { promises.takenBack.append(message) }
        }
        return promises
    }

    /// Judges what a restart finds.
    private func judge(_ disk: SimulatedDisk, _ room: Room, _ promises: Promises, cut: Int) async throws {
        let place = try StorePlace(on: disk, epoch: "after")
        let (entries, messages) = try await place.store.read { snapshot in
            let range = MessageRange(after: 0, limit: 1000)
            return (
                try snapshot.entries(after: 0, limit: 1000),
                try snapshot.messages(in: room.channel, topLevelOnly: false, range).messages
            )
        }
        await place.close()
        #expect(entries.map(\.seq) == Array(1...Seq(entries.count)), "cut \(cut): the log has no holes")
        let told = entries.filter { String(decoding: $0.event, as: UTF8.self).contains("message.created") }
        #expect(
            told.map(\.seq) == messages.map(\.id.rawValue),
            "cut \(cut): an event for each change, and none besides"
        )
        let kept = Set(messages.map(\.id))
        let lost = promises.said.filter { !kept.contains($0.id) }
        #expect(lost.map(\.body) == [], "cut \(cut): what was acknowledged is there")
        let text = entries.map { String(decoding: $0.event, as: UTF8.self) }.joined() + messages.map(\.body).joined()
        let alive = promises.takenBack.filter { text.contains($0.body) }
        #expect(alive.map(\.body) == [], "cut \(cut): what was taken back stays away")
    }

    @Test func `wherever the power fails, what was acknowledged is there and the log has no holes`() async throws {
        let beginning = SimulatedDisk()
        let founding = try StorePlace(on: beginning, epoch: "founding")
        let room = try await self.found(founding.store)
        await founding.close()
        var cut = 0
        while true {
            let disk = beginning.copy()
            let place = try StorePlace(on: disk, epoch: "before")
            disk.failPower(afterOperations: cut, seed: UInt64(cut))
            let promises = await self.talk(in: room, place.store, on: disk)
            let remains = disk.remains
            await place.close()
            guard let remains else {
                #expect(promises.said.count == 4 * Self.texts && promises.takenBack.count == 4)
                break
            }
            try await self.judge(remains, room, promises, cut: cut)
            cut += 1
        }
        #expect(cut > 20, "every write was cut once")
    }

    @Test func `wherever the power fails while a store is made, the next start has one that works`() async throws {
        // A first start is some hundred writes; every seventh is cut.
        for cut in stride(from: 0, through: 400, by: 7) {
            let disk = SimulatedDisk()
            disk.failPower(afterOperations: cut, seed: UInt64(cut))
            let place = try StorePlace(on: disk, epoch: "before")
            guard let remains = disk.remains else {
                await place.close()
                return
            }
            await place.close()
            let restarted = try StorePlace(on: remains, epoch: "after")
            let room = try await self.found(restarted.store)
            _ = try await restarted.store.commit {
                try $0.say("hello", in: room.channel, of: room.workspace, by: room.user)
            }
            await restarted.close()
        }
    }
}
