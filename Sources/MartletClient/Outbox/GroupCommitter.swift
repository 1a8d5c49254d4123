// SPDX-License-Identifier: Apache-2.0

import Dispatch
import GRDB
import Synchronization

/// Writes whatever waits in one transaction, so that one fsync carries all of it.
///
/// Jobs run one after another, in the order in which they came. One that throws takes only itself back.
final class GroupCommitter: Sendable {
    private struct Job: Sendable {
        var mayRefuse: Bool
        /// Does the work, and returns how to tell the outcome once the transaction has ended.
        var run: @Sendable (Database) throws -> @Sendable ((any Error)?) -> Void
        /// Tells that it came to nothing.
        var fail: @Sendable (any Error) -> Void
    }

    private struct State {
        var waiting: [Job] = []
        var isRunning = false
    }

    private let pool: DatabasePool
    private let queue = DispatchQueue(label: "martlet.outbox.commit")
    private let state = Mutex(State())

    init(_ pool: DatabasePool) {
        self.pool = pool
    }

    /// Does some work in a transaction, and returns when it is durable.
    ///
    /// - Parameters:
    ///   - mayRefuse: Whether the work may write and then throw an ``OutboxError``, so that it has to be taken back alone.
    ///   - work: What to do; it must not let go of the database.
    /// - Returns: What the work returned.
    /// - Throws: What the work threw, or what the file could not do.
    func write<Answer: Sendable>(
        mayRefuse: Bool = true,
        _ work: @escaping @Sendable (Database) throws -> Answer
    ) async throws(OutboxError) -> Answer {
        let outcome: Result<Answer, any Error> = await withCheckedContinuation { continuation in
            self.submit(
                Job(
                    mayRefuse: mayRefuse,
                    run: { database in
                        let answer = try work(database)
                        return { failure in
                            continuation.resume(returning: failure.map(Result.failure) ?? .success(answer))
                        }
                    },
                    fail: { continuation.resume(returning: .failure($0)) }
                )
            )
        }
        do {
            return try outcome.get()
        } catch {
            throw OutboxError(error)
        }
    }

    /// Returns when what was submitted before has been written.
    func finish() {
        self.queue.sync {}
    }

    private func submit(_ job: Job) {
        let mustStart = self.state.withLock { state in
            state.waiting.append(job)
            defer { state.isRunning = true }
            return !state.isRunning
        }
        if mustStart { self.queue.async { self.run() } }
    }

    private func run() {
        while let batch = self.nextBatch() { self.commit(batch) }
    }

    private func nextBatch() -> [Job]? {
        self.state.withLock { state in
            guard !state.waiting.isEmpty else {
                state.isRunning = false
                return nil
            }
            defer { state.waiting = [] }
            return state.waiting
        }
    }

    private func commit(_ batch: [Job]) {
        var told: [@Sendable ((any Error)?) -> Void] = []
        told.reserveCapacity(batch.count)
        do {
            try self.pool.writeWithoutTransaction { database in
                try database.inTransaction(.immediate) {
                    for job in batch { told.append(try Self.attempt(job, in: database)) }
                    return .commit
                }
            }
            for tell in told { tell(nil) }
        } catch {
            for tell in told { tell(error) }
            for job in batch.dropFirst(told.count) { job.fail(error) }
        }
    }

    /// A failure of the job itself stays with it; one of the file ends the whole batch.
    private static func attempt(_ job: Job, in database: Database) throws -> @Sendable ((any Error)?) -> Void {
        guard job.mayRefuse else { return try job.run(database) }
        var told: @Sendable ((any Error)?) -> Void = { _ in }
        do {
            try database.inSavepoint {
                told = try job.run(database)
                return .commit
            }
        } catch let error as OutboxError {
            return { failure in job.fail(failure ?? error) }
        }
        return told
    }
}
