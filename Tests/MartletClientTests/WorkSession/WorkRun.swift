// SPDX-License-Identifier: Apache-2.0

import Foundation
import MartletClient
import MartletRules
import MartletTesting
import MartletWire
import Synchronization

/// A client that tracks work on a clock of a test's own, against a server that is told what to say.
struct WorkRun: Sendable {
    /// When the test's time begins, on the wall.
    static let start: Timestamp = 1_700_000_000_000

    let work = FakeWork()
    let clock = ManualClock()
    let storage: Storage

    init(storage: Storage = .memory) {
        self.storage = storage
    }

    /// The wall's time that long after the test began.
    static func after(_ seconds: Int64) -> Timestamp { Self.start.advanced(by: .seconds(seconds)) }

    /// A client as a new process would have one.
    func martlet(at url: String, as user: UserID = 7) throws -> Martlet {
        let clock = self.clock
        return try Martlet(
            server: url,
            credentials: .developer(user),
            storage: self.storage,
            clock: clock,
            date: { Self.start.advanced(by: ManualInstant(.zero).duration(to: clock.now)) },
            draw: { UUID().uuidString }
        )
    }

    /// Runs a test against a server.
    func with(_ body: (String) async throws -> Void) async throws {
        try await FakeServer.serving { server in
            self.work.serve(server)
            try await body(server.url)
        }
    }

    /// Runs a client while a test does something.
    func running(_ martlet: Martlet, _ body: () async throws -> Void) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await martlet.run() }
            defer { group.cancelAll() }
            try await body()
        }
    }

    /// Begins work while nothing is sent; half a second passes, in which it waits for the server.
    func unsent(_ martlet: Martlet) async throws -> LiveSession {
        async let session = martlet.workSessions.start(repository: "o/r", pullRequest: 42)
        await self.clock.sleeperArrived()
        self.clock.advance(by: .milliseconds(500))
        return try await session
    }
}
