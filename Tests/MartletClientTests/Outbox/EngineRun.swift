// SPDX-License-Identifier: Apache-2.0

import MartletClient
import MartletRules
import MartletTesting
import MartletWire

/// Engines as tests start them.
enum EngineRun {
    /// Pauses of milliseconds instead of seconds, so that a test on the real clock waits for nothing.
    static var impatient: OutboxLimits {
        var limits = OutboxLimits()
        limits.backoff = BackoffSchedule(
            first: .milliseconds(1),
            limit: .milliseconds(4),
            jitter: 0.75...1.25,
            proof: .zero,
            longestHint: .milliseconds(4)
        )
        limits.batchPatience = .milliseconds(2)
        limits.retryRate = Rate(every: .milliseconds(1), burst: 100)
        return limits
    }

    /// Runs an engine for as long as the body does.
    static func with<Time: Clock, Answer: Sendable>(
        _ storage: any OutboxStorage,
        _ server: SessionServer,
        limits: OutboxLimits = EngineRun.impatient,
        owner: String = "test",
        release: String? = nil,
        on clock: Time,
        at start: Timestamp = 1_000_000,
        _ body: @escaping @Sendable (OutboxEngine<Time>) async throws -> Answer
    ) async throws -> Answer where Time.Duration == Duration {
        let beginning = clock.now
        let engine = OutboxEngine(
            storage: storage,
            transport: server,
            limits: limits,
            owner: owner,
            release: release,
            clock: clock,
            date: { start.advanced(by: beginning.duration(to: clock.now)) },
            generator: SeededGenerator(seed: 1)
        )
        return try await withThrowingTaskGroup(of: Answer?.self) { group in
            group.addTask {
                await engine.run()
                return nil
            }
            group.addTask { try await body(engine) }
            defer { group.cancelAll() }
            while let answer = try await group.next() {
                if let answer { return answer }
            }
            throw CancellationError()
        }
    }

    /// Returns when nothing waits any more.
    static func drained(_ storage: any OutboxStorage) async throws {
        while try await storage.totals().items > 0 { try await Task.sleep(for: .milliseconds(2)) }
    }
}
