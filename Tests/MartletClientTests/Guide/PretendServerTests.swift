// SPDX-License-Identifier: Apache-2.0

import MartletClient
import MartletTesting
import MartletWire
import Synchronization
import Testing

/// An application's own tests: the first is the one that the guide shows, the others are of what it stands on.
@Suite(.timeLimit(.minutes(1)))
struct PretendServerTests {
    /// What an application under test keeps.
    actor Notebook {
        private(set) var messages: [MessageID] = []
        private(set) var reloads = 0

        func take(_ update: FeedUpdate) {
            switch update {
            case .resync: self.reloads += 1
            case .forget: self.messages = []
            case .event(let frame):
                guard let deleted = frame.event.event(as: MessageDeleted.self) else { return }
                self.messages.append(deleted.messageID)
            }
        }

        /// Returns when there are so many.
        func holds(_ count: Int) async throws -> [MessageID] {
            while self.messages.count < count { try await Task.sleep(for: .milliseconds(1)) }
            return self.messages
        }

        /// Returns when it has loaded afresh so many times.
        func loaded(_ count: Int) async throws {
            while self.reloads < count { try await Task.sleep(for: .milliseconds(1)) }
        }
    }

    @Test func `an application that was cut off has everything once, and its minutes pass at once`() async throws {
        // snippet: testing
        let (server, clock, notebook) = (PretendServer(), ManualClock(), Notebook())
        let martlet = try server.client(clock: clock)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await martlet.follow(on: clock) { await notebook.take($0) } }
            try await martlet.reached { $0.freshness == .valid }
            server.say(MessageDeleted(messageID: 1, channelID: 5))
            #expect(try await notebook.holds(1) == [1])

            server.setReachable(false)
            server.say(MessageDeleted(messageID: 2, channelID: 5))
            try await martlet.reached { $0.freshness == .interrupted }
            server.setReachable(true)
            try await clock.advance(by: .seconds(1)) { try await notebook.holds(2) }
            #expect(await notebook.messages == [1, 2])
            group.cancelAll()
        }
        // end
    }

    private static let message = Message(
        id: 3,
        channelID: 5,
        userID: 7,
        body: "hi",
        replyCount: 0,
        reactions: [],
        createdAt: 0
    )

    @Test func `a call is answered as the test says, once for each key`() async throws {
        let server = PretendServer()
        server.answer(MessageSend.self) { _ in Self.message }
        let martlet = try server.client()
        for _ in 0..<2 {
            let call = MessageSend(channelID: 5, body: "hi", idempotencyKey: "k")
            #expect(try await martlet.call(call) == Self.message)
        }
        #expect(server.calls(of: MessageSend.self).map(\.body) == ["hi", "hi"])
        let error = await #expect(throws: RPCError.self) { try await martlet.call(WorkspaceList()) }
        #expect(error?.code == .methodNotFound)
        #expect(try await martlet.call(UserMe()).id == 7)
    }

    @Test func `a durable call waits for a server that cannot be reached`() async throws {
        let (server, clock) = (PretendServer(), ManualClock())
        server.answer(MessageSend.self) { _ in Self.message }
        let martlet = try server.client(clock: clock)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await martlet.follow(on: clock) { _ in } }
            try await martlet.reached { $0.freshness == .valid }
            server.setReachable(false)
            let posting = try await clock.advance(by: .milliseconds(100)) {
                try await martlet.call(MessageSend(channelID: 5, body: "later"), .durable)
            }
            guard case .queued = posting else { throw Unexpected() }
            server.setReachable(true)
            try await clock.advance(by: .seconds(1)) { try await martlet.reached { $0.outboxDepth == 0 } }
            #expect(server.calls(of: MessageSend.self).map(\.body) == ["later"])
            group.cancelAll()
        }
    }

    @Test func `a log that was forgotten makes an application load afresh, in another run of it`() async throws {
        let storage = Storage.directory(OutboxPlace().path)
        let (server, notebook) = (PretendServer(), Notebook())
        for run in 1...2 {
            let clock = ManualClock()
            let martlet = try server.client(clock: clock, storage: storage)
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await martlet.follow(on: clock) { await notebook.take($0) } }
                try await notebook.loaded(run)
                try await martlet.reached { $0.freshness == .valid }
                server.say(MessageDeleted(messageID: MessageID(rawValue: Int64(run)), channelID: 5))
                #expect(try await notebook.holds(run) == (1...run).map { MessageID(rawValue: Int64($0)) })
                group.cancelAll()
            }
            server.say(MessageDeleted(messageID: 9, channelID: 5))
            server.forgetLog()
        }
        #expect(await notebook.reloads == 2)
    }

    @Test func `a platform of the test's own leads to the background and back`() async throws {
        let (server, clock, platform) = (PretendServer(), ManualClock(), ManualPlatform())
        let martlet = try server.client(clock: clock)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await martlet.follow(on: clock, platform: platform) { _ in } }
            try await martlet.reached { $0.mode == .streaming && $0.freshness == .valid }
            platform.become(.lifecycle(.background))
            try await clock.advance(by: .milliseconds(100)) { try await martlet.reached { $0.mode == .background } }
            platform.become(.network(isAvailable: false))
            try await clock.advance(by: .milliseconds(100)) { try await martlet.reached { $0.mode == .offline } }
            #expect(martlet.status.cause == .networkUnavailable)
            group.cancelAll()
        }
    }
}
