// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import Logging
import MartletRules
import MartletServer
import MartletStore
import MartletWire
import NIOPosix
import Synchronization
import Testing

/// A core on a store of its own in a place of its own: runs calls as anybody, and knows who heard what.
///
/// Calls are validated first, as an edge's are. The wall clock stands still until ``advance(by:)``.
final class CoreHarness: Sendable {
    /// The core.
    let core: Core
    /// Its store.
    let store: any Store
    private let ledger: Ledger
    private let clock: WallClock

    private init(
        place: CorePlace,
        epoch: String,
        clock: WallClock,
        settings: CoreSettings,
        rooms: (any RoomService)?
    ) async throws {
        let ledger = Ledger()
        let followers = LogFollowers()
        let store = try place.open(epoch: epoch, limits: settings.limits, clock: { clock.now }) { entries in
            ledger.note(entries)
            followers.publish(.entries(entries))
        }
        self.ledger = ledger
        self.clock = clock
        self.store = store
        self.core = Core(
            store: store,
            accounts: try await store.read { try AccountBook(reading: $0) },
            followers: followers,
            settings: settings,
            tasks: TaskPool(),
            rooms: rooms ?? EmbeddedRooms { clock.now },
            eventLoop: MultiThreadedEventLoopGroup.singleton.any(),
            logger: Logger(label: "test")
        )
        try await self.core.loadAccounts()
    }

    /// Runs a story on a new store, and a second one after the store was closed and opened again.
    static func run(
        settings: CoreSettings = CoreSettings(),
        rooms: (any RoomService)? = nil,
        _ story: @escaping (CoreHarness) async throws -> Void,
        afterRestart next: ((CoreHarness) async throws -> Void)? = nil
    ) async throws {
        let place = CorePlace()
        defer { place.remove() }
        let clock = WallClock()
        for (life, story) in [story, next].compactMap(\.self).enumerated() {
            let harness = try await CoreHarness(
                place: place,
                epoch: "t\(life)",
                clock: clock,
                settings: settings,
                rooms: rooms
            )
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await harness.core.tasks.run() }
                do {
                    try await story(harness)
                } catch {
                    group.cancelAll()
                    await harness.store.close()
                    throw error
                }
                group.cancelAll()
            }
            await harness.store.close()
        }
    }
}

// MARK: - Calling

extension CoreHarness {
    /// Carries out one call; the operator is user 1.
    func call<Call: Method>(_ call: Call, as user: UserID) async throws -> Call.Result {
        try call.validate(within: self.core.settings.limits)
        let caller = Caller(userID: user, isOperator: user == Caller.operatorID)
        let bytes = try await withCheckedThrowingContinuation { continuation in
            self.core.call(call, for: caller) { continuation.resume(with: $0) }
        }
        return try WireDecoder().decode(Call.Result.self, from: bytes)
    }

    /// Carries out a request or a batch as an edge forwards it.
    func answer(to call: ForwardedCall) async throws -> String? {
        try await withCheckedThrowingContinuation { done in
            self.core.call(call) { answer in
                done.resume(with: answer.map { $0.map { String(decoding: $0, as: UTF8.self) } })
            }
        }
    }

    /// Carries out one call that must be refused, and returns how.
    func refusal(
        of call: some Method,
        as user: UserID,
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws -> RPCError? {
        do {
            _ = try await self.call(call, as: user)
            Issue.record("the call was not refused", sourceLocation: sourceLocation)
            return nil
        } catch let error as RPCError {
            return error
        }
    }

    /// Makes a person.
    func person(_ name: String) async throws -> UserID {
        try await self.call(UserCreate(name: name), as: Caller.operatorID).id
    }

    /// Makes a workspace with its owner and other members.
    func workspace(of owner: UserID, with members: UserID...) async throws -> WorkspaceID {
        let workspace = try await self.call(WorkspaceCreate(name: "Ornithology"), as: owner).id
        for member in members {
            _ = try await self.call(WorkspaceMemberAdd(workspaceID: workspace, userID: member), as: owner)
        }
        return workspace
    }

    /// Makes a channel with its creator and other members.
    func channel(
        _ kind: ChannelKind = .public,
        in workspace: WorkspaceID,
        of creator: UserID,
        with members: UserID...
    ) async throws -> ChannelID {
        let call = ChannelCreate(workspaceID: workspace, kind: kind, name: "swifts")
        let channel = try await self.call(call, as: creator).id
        for member in members {
            _ = try await self.call(ChannelAddMember(channelID: channel, userID: member), as: creator)
        }
        return channel
    }

    /// Moves the wall clock.
    func advance(by duration: Duration) {
        self.clock.advance(by: duration)
    }

    /// The wall clock.
    var now: Timestamp { self.clock.now }
}

// MARK: - Hearing

extension CoreHarness {
    /// The last entry.
    var head: Seq { self.store.extent.head }

    /// What was appended after a seq, by whomever it is heard.
    func entries(after seq: Seq = 0) -> [LogEntry] {
        self.ledger.entries.filter { $0.seq > seq }
    }

    /// What a person has heard after a seq: live and replayed, which must be the same.
    func heard(
        by user: UserID,
        after seq: Seq = 0,
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws -> [EventFrame] {
        let head = self.head
        let replayed = try await self.store.read { snapshot in
            try snapshot.entries(entitling: user, after: seq, through: head, limit: .max)
        }
        let live = self.ledger.heard(by: user).filter { $0.seq > seq }
        #expect(live.map(\.seq) == replayed.map(\.seq), "live and replay differ", sourceLocation: sourceLocation)
        return try replayed.map { entry in
            try WireDecoder().decode(EventFrame.self, from: EventBytes.frame(entry.event, seq: entry.seq))
        }
    }

    /// The names of what a person has heard after a seq.
    func names(
        heardBy user: UserID,
        after seq: Seq = 0,
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws -> [String] {
        try await self.heard(by: user, after: seq, sourceLocation: sourceLocation).map(\.event.name.rawValue)
    }
}

extension LogEntry {
    /// The event's name, as a test prints it.
    var name: String? {
        guard !self.event.isEmpty else { return self.term.map { _ in "log.term" } }
        return try? WireDecoder().decode(EventFrame.self, from: self.event).event.name.rawValue
    }
}

/// Everything that was committed, and the simplest possible model of who hears it.
private final class Ledger: Sendable {
    private let committed = Mutex<[LogEntry]>([])

    var entries: [LogEntry] { self.committed.withLock { $0 } }

    func note(_ entries: [LogEntry]) {
        self.committed.withLock { $0 += entries }
    }

    func heard(by user: UserID) -> [LogEntry] {
        var keys: Set<AudienceKey> = [.user(user)]
        var heard: [LogEntry] = []
        for entry in self.entries {
            let mine = entry.memberships.filter { $0.user == user || $0.user == nil }
            for change in mine where change.action == .begin { keys.insert(change.key) }
            if !keys.isDisjoint(with: entry.audience.keys), !entry.audience.except.contains(user) {
                heard.append(entry)
            }
            for change in mine where change.action == .end { keys.remove(change.key) }
        }
        return heard
    }
}

/// A wall clock that moves when a test says so.
private final class WallClock: Sendable {
    private let instant = Mutex<Timestamp>(1_700_000_000_000)

    var now: Timestamp { self.instant.withLock { $0 } }

    func advance(by duration: Duration) {
        self.instant.withLock { $0 = $0.advanced(by: duration) }
    }
}
