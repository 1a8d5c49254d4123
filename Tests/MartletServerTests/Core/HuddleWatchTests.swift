// SPDX-License-Identifier: Apache-2.0

import MartletRules
import MartletServer
import MartletStore
import MartletTesting
import MartletWire
import Synchronization
import Testing

@Suite struct HuddleWatchTests {
    @Test func `errors never end a huddle, an empty room does, and only once (R3-24)`() async throws {
        try await Watched.run { (watched) async throws in
            watched.rooms.answers { throw RoomServiceError("down") }
            for _ in 0..<5 { await watched.look() }
            watched.rooms.answers { [] }
            await watched.look()
            #expect(try await watched.huddle().participants == [watched.talk.ada], "one glance proves nothing")
            let start = watched.talk.core.head
            await watched.look()
            #expect(try await watched.huddle().endedAt != nil)
            await watched.look()
            #expect(
                try await watched.talk.core.names(heardBy: watched.talk.ben, after: start)
                    == ["huddle.left", "huddle.ended"]
            )
            await watched.rooms.closed(watched.room)
        }
    }

    @Test func `an error between two empty listings starts the count over (R3-24)`() async throws {
        try await Watched.run { (watched) async throws in
            watched.rooms.answers { [] }
            await watched.look()
            watched.rooms.answers { throw RoomServiceError("late") }
            await watched.look()
            watched.rooms.answers { [] }
            await watched.look()
            #expect(try await watched.huddle().endedAt == nil)
        }
    }

    @Test func `who joins while the room is being judged keeps the huddle alive (R3-24)`() async throws {
        try await Watched.run { (watched) async throws in
            watched.rooms.answers { [] }
            await watched.look()
            watched.rooms.answers {
                // Read as empty, and in the same moment Ben comes in.
                _ = try await watched.talk.core.call(HuddleJoin(roomID: watched.room), as: watched.talk.ben)
                return []
            }
            await watched.look()
            let huddle = try await watched.huddle()
            #expect(huddle.endedAt == nil && huddle.participants.contains(watched.talk.ben))
        }
    }

    @Test func `who joins again while being judged stays (R3-24)`() async throws {
        try await Watched.run { (watched) async throws in
            _ = try await watched.talk.core.call(HuddleJoin(roomID: watched.room), as: watched.talk.ben)
            let ben = watched.talk.ben
            watched.rooms.answers { [ben] }
            await watched.look()
            watched.rooms.answers {
                _ = try await watched.talk.core.call(HuddleJoin(roomID: watched.room), as: watched.talk.ada)
                return [ben]
            }
            await watched.look()
            #expect(try await watched.huddle().participants.contains(watched.talk.ada))
        }
    }

    @Test func `the last to leave and the reaper end a huddle once between them (R3-24)`() async throws {
        try await Watched.run { (watched) async throws in
            let start = watched.talk.core.head
            watched.rooms.answers { [] }
            await watched.look()
            watched.rooms.answers {
                _ = try await watched.talk.core.call(HuddleLeave(roomID: watched.room), as: watched.talk.ada)
                return []
            }
            await watched.look()
            let names = watched.talk.core.entries(after: start).map(\.name)
            #expect(names == ["huddle.left", "huddle.ended"])
        }
    }

    @Test func `a ghost is removed and the others go on (R3-24)`() async throws {
        try await Watched.run { (watched) async throws in
            _ = try await watched.talk.core.call(HuddleJoin(roomID: watched.room), as: watched.talk.ben)
            let ben = watched.talk.ben
            watched.rooms.answers { [ben] }
            await watched.look()
            await watched.look()
            #expect(try await watched.huddle().participants == [ben])
        }
    }

    @Test func `who is in the room but not in the huddle is disconnected`() async throws {
        try await Watched.run { (watched) async throws in
            let (ada, ben) = (watched.talk.ada, watched.talk.ben)
            watched.rooms.answers { [ada, ben] }
            await watched.look()
            await watched.rooms.removed(ben, from: watched.room)
        }
    }

    @Test func `a room that could not be closed is closed later`() async throws {
        try await Watched.run { (watched) async throws in
            watched.rooms.breaks(true)
            _ = try await watched.talk.core.call(HuddleLeave(roomID: watched.room), as: watched.talk.ada)
            await watched.rooms.attempted(watched.room)
            watched.rooms.breaks(false)
            while !watched.rooms.isClosed(watched.room) {
                await watched.look()
                await Task.yield()
            }
        }
    }
}

/// A huddle with Ada in it, whose room a test can make up.
private final class Watched: Sendable {
    let talk: Talk
    let rooms: FakeRooms
    let room: RoomID
    private let clock = ManualClock()
    private let reaper = Mutex(HuddleReaper<ManualInstant>())

    private init(talk: Talk, rooms: FakeRooms, room: RoomID) {
        self.talk = talk
        self.rooms = rooms
        self.room = room
    }

    static func run(_ story: @escaping (Watched) async throws -> Void) async throws {
        let rooms = FakeRooms()
        try await Talk.run(rooms: rooms) { talk in
            let room = try await talk.core.call(HuddleStart(channelID: talk.channel), as: talk.ada).roomID
            try await story(Watched(talk: talk, rooms: rooms, room: room))
        }
    }

    /// One look, a quarter of a minute after the last.
    func look() async {
        self.clock.advance(by: .seconds(15))
        var reaper = self.reaper.withLock { $0 }
        await HuddleWatch(core: self.talk.core.core, clock: self.clock).look(&reaper)
        self.reaper.withLock { $0 = reaper }
    }

    func huddle() async throws -> Huddle {
        try await self.talk.core.call(HuddleGet(roomID: self.room), as: self.talk.ada)
    }
}

/// A media server that says what a test wants.
private final class FakeRooms: RoomService {
    private struct State {
        var answer: @Sendable () async throws -> Set<UserID>? = { [] }
        var isBroken = false
        var attempts: Set<RoomID> = []
        var closed: Set<RoomID> = []
        var removed: [RoomID: Set<UserID>] = [:]
    }

    private let state = Mutex(State())

    func answers(_ answer: @escaping @Sendable () async throws -> Set<UserID>?) {
        self.state.withLock { $0.answer = answer }
    }

    func breaks(_ isBroken: Bool) {
        self.state.withLock { $0.isBroken = isBroken }
    }

    func admit(_ user: UserID, named name: String, to room: RoomID) -> HuddleToken {
        HuddleToken(roomID: room, url: "ws://rooms", token: name, expiresAt: 0)
    }

    func people(in room: RoomID) async throws -> Set<UserID>? {
        try await self.state.withLock { $0.answer }()
    }

    func remove(_ user: UserID, from room: RoomID) {
        self.state.withLock { _ = $0.removed[room, default: []].insert(user) }
    }

    func close(_ room: RoomID) throws {
        try self.state.withLock { state in
            state.attempts.insert(room)
            guard !state.isBroken else { throw RoomServiceError("broken") }
            state.closed.insert(room)
        }
    }

    func isClosed(_ room: RoomID) -> Bool { self.state.withLock { $0.closed.contains(room) } }

    func closed(_ room: RoomID) async {
        while !self.isClosed(room) { await Task.yield() }
    }

    func attempted(_ room: RoomID) async {
        while !self.state.withLock({ $0.attempts.contains(room) }) { await Task.yield() }
    }

    func removed(_ user: UserID, from room: RoomID) async {
        while !self.state.withLock({ $0.removed[room]?.contains(user) ?? false }) { await Task.yield() }
    }
}
