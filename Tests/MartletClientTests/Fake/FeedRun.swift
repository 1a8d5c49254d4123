// SPDX-License-Identifier: Apache-2.0

import MartletClient
import MartletRules
import MartletTesting
import MartletWire

/// A client that a test follows with all its sources, under its own clock, with what was applied in order.
struct FeedRun: Sendable {
    let clock: ManualClock
    let martlet: Martlet
    private let updates: AsyncStream<FeedUpdate>

    /// The next thing that was applied.
    func next() async throws -> FeedUpdate {
        for await update in self.updates { return update }
        throw CancellationError()
    }

    /// The next event's place in the log.
    func seq() async throws -> Seq? {
        while true {
            if case .event(let frame) = try await self.next() { return frame.seq }
        }
    }

    /// Returns when the client stands so.
    @discardableResult
    func reached(_ condition: (ClientStatus) -> Bool) async throws -> ClientStatus {
        for await status in self.martlet.statusUpdates where condition(status) { return status }
        throw CancellationError()
    }

    /// Lets time pass, a step at a turn, while something is done.
    func passingTime<Answer: Sendable>(
        by step: Duration = .seconds(1),
        _ body: @escaping @Sendable () async throws -> Answer
    ) async throws -> Answer {
        try await withThrowingTaskGroup(of: Answer?.self) { group in
            group.addTask { try await body() }
            group.addTask { [clock] in
                while !Task.isCancelled {
                    try? await Task.sleep(for: .milliseconds(3))
                    clock.advance(by: step)
                }
                return nil
            }
            defer { group.cancelAll() }
            while let answer = try await group.next() {
                if let answer { return answer }
            }
            throw CancellationError()
        }
    }

    /// Follows while a test runs, and leaves when it is over; `apply` is what the application does with an update.
    static func following(
        _ url: String,
        as credentials: Credentials = .developer(7),
        storage: Storage = .memory,
        settings: ModeSettings = ModeSettings(),
        platform: (any PlatformProbe)? = nil,
        apply: @escaping @Sendable (FeedUpdate, Martlet) async throws -> Void = { _, _ in },
        _ body: @escaping @Sendable (FeedRun) async throws -> Void
    ) async throws {
        let clock = ManualClock()
        let beginning = clock.now
        let martlet = try Martlet(
            server: url,
            credentials: credentials,
            storage: storage,
            clock: clock,
            date: { Timestamp(rawValue: 1_000_000).advanced(by: beginning.duration(to: clock.now)) },
            draw: { "key-\(UInt64.random(in: 0 ... .max))" },
            limits: EngineRun.impatient
        )
        let (updates, tell) = AsyncStream<FeedUpdate>.makeStream()
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                // A client that ends by itself leaves nobody waiting for it.
                defer { tell.finish() }
                do {
                    try await martlet.follow(
                        settings: settings,
                        platform: platform,
                        clock: clock,
                        chance: SeededGenerator(seed: 1)
                    ) { update in
                        tell.yield(update)
                        try await apply(update, martlet)
                    }
                } catch is CancellationError {}
            }
            defer { group.cancelAll() }
            try await body(FeedRun(clock: clock, martlet: martlet, updates: updates))
        }
    }
}
