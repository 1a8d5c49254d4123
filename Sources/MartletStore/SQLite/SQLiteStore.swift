// SPDX-License-Identifier: Apache-2.0

import Dispatch
import FoundationEssentials
import GRDB
package import Logging
package import MartletRules
package import MartletWire
import Synchronization

/// Data and log in one SQLite file: WAL, `synchronous=FULL`, and one fsync for everything that waits.
///
/// Changes run one after another on a queue of their own; `committed` is called there, in commit order,
/// before any change hears its outcome.
package final class SQLiteStore: Store {
    struct State {
        var waiting: [Change] = []
        var isRunning = false
        var health = StoreHealth.writable
        var extent: LogSpan
        var bytes: Int64
        var backlog: SearchBacklog
        var settling: [@Sendable (CommitFailure?) -> Void] = []
        var closing: [@Sendable () -> Void] = []
        var isReleased = false
    }

    let pool: DatabasePool
    private let lock: DirectoryLock
    let configuration: SQLiteConfiguration
    let queue = DispatchQueue(label: "martlet.store.commit")
    private let clock: @Sendable () -> Timestamp
    private let committed: @Sendable ([LogEntry]) -> Void
    private let stop: @Sendable () -> Never
    let logger: Logger
    /// There are none: the directory is this process's alone.
    package let peers = StorePeers(isLeading: true)
    package let mediaContent: (any MediaContent)? = nil
    private let metrics = CommitMetrics()
    let state: Mutex<State>

    /// Opens or creates the store and begins a term.
    ///
    /// Blocks while the file is checked: call it before serving.
    /// - Parameters:
    ///   - configuration: Where and how.
    ///   - epoch: The new term's token: random, never used before.
    ///   - clock: The wall clock; a transaction asks it once.
    ///   - stop: Ends the process, after an fsync failed.
    ///   - logger: Told of failures, never of contents.
    ///   - committed: Told of entries once they are durable.
    /// - Throws: ``StoreError``.
    package init(
        _ configuration: SQLiteConfiguration,
        epoch: Epoch,
        clock: @escaping @Sendable () -> Timestamp,
        stop: @escaping @Sendable () -> Never,
        logger: Logger,
        committed: @escaping @Sendable ([LogEntry]) -> Void
    ) throws {
        self.configuration = configuration
        self.clock = clock
        self.stop = stop
        self.logger = logger
        self.committed = committed
        self.lock = try DirectoryLock(configuration.directory)
        do {
            self.pool = try SQLiteFile.open(configuration)
            let extent = try SQLiteFile.beginTerm(epoch, in: self.pool, at: clock(), limits: configuration.limits)
            let (bytes, backlog) = try self.pool.read { database in
                let snapshot = SQLiteSnapshot(database, limits: configuration.limits)
                return (try snapshot.integer("SELECT bytes FROM log_total") ?? 0, try snapshot.searchBacklog())
            }
            self.state = Mutex(State(extent: extent, bytes: bytes, backlog: SearchBacklog(messages: backlog)))
        } catch {
            self.lock.release()
            throw error
        }
    }

    package var extent: LogSpan { self.state.withLock { $0.extent } }
    package var health: StoreHealth { self.state.withLock { $0.health } }

    package func submit(_ change: Change) {
        let (isClosed, mustStart) = self.state.withLock { state in
            guard state.health != .closed else { return (true, false) }
            state.waiting.append(change)
            defer { state.isRunning = true }
            return (false, !state.isRunning)
        }
        if isClosed { change.fail(Self.closed) }
        if mustStart { self.queue.async { self.run() } }
    }

    package func read<Answer: Sendable>(
        _ body: @escaping @Sendable (any StoreReading) throws -> Answer
    ) async throws -> Answer {
        try await self.pool.read { try body(SQLiteSnapshot($0, limits: self.configuration.limits)) }
    }

    package func readWaiting<Answer>(_ body: (any StoreReading) throws -> Answer) throws -> Answer {
        try self.pool.read { try body(SQLiteSnapshot($0, limits: self.configuration.limits)) }
    }

    /// Nothing to do: there is no other core.
    package func lookAgain() {}

    package func close() async {
        await withCheckedContinuation { continuation in
            let isIdle = self.state.withLock { state in
                state.health = .closed
                if state.isRunning { state.closing.append { continuation.resume() } }
                return !state.isRunning
            }
            if isIdle { continuation.resume() }
        }
        let isFirst = self.state.withLock { state in
            defer { state.isReleased = true }
            return !state.isReleased
        }
        guard isFirst else { return }
        await withCheckedContinuation { continuation in
            self.queue.async {
                // So that what was closed is whole without its `-wal`; the readers keep SQLite from doing it itself.
                _ = try? self.pool.writeWithoutTransaction { try $0.checkpoint(.truncate) }
                try? self.pool.close()
                continuation.resume()
            }
        }
        self.lock.release()
    }
}

// MARK: - Committing

extension SQLiteStore {
    private static let closed = CommitFailure(outcome: .none, reason: "the store is closed")

    private enum Work {
        case commit([Change])
        case index(askedBy: [@Sendable (CommitFailure?) -> Void])
        case rest(closing: [@Sendable () -> Void])
    }

    private func run() {
        while true {
            switch self.nextWork() {
            case .commit(let batch):
                self.commit(batch)
            case .index(let askers):
                let failure = self.indexBacklog()
                for told in askers { told(failure) }
            case .rest(let closing):
                for told in closing { told() }
                return
            }
        }
    }

    private func nextWork() -> Work {
        self.state.withLock { state in
            guard state.settling.isEmpty, !state.backlog.isDue else {
                defer { state.settling = [] }
                return .index(askedBy: state.settling)
            }
            guard !state.waiting.isEmpty else {
                state.isRunning = false
                defer { state.closing = [] }
                return .rest(closing: state.closing)
            }
            guard state.waiting.count > self.configuration.batchLimit else {
                defer { state.waiting = [] }
                return .commit(state.waiting)
            }
            let batch = Array(state.waiting.prefix(self.configuration.batchLimit))
            state.waiting.removeFirst(batch.count)
            return .commit(batch)
        }
    }

    private func commit(_ batch: [Change]) {
        let start = ContinuousClock.now
        var outcomes: [Outcome] = []
        var isCommitting = false
        do {
            let (transaction, wrote) = try self.attempt(batch, &outcomes, &isCommitting)
            self.advance(over: transaction, hasWritten: wrote)
            self.metrics.committed(batch.count, in: ContinuousClock.now - start)
            if !transaction.draft.entries.isEmpty { self.committed(transaction.draft.entries) }
            for (change, outcome) in zip(batch, outcomes) {
                switch outcome {
                case .success(let tell): tell(nil)
                case .failure(let error): change.fail(error)
                }
            }
        } catch {
            self.failed(batch, outcomes, error, isCommitting: isCommitting)
        }
    }

    /// What tells a change's success, or its own failure.
    private typealias Outcome = Result<@Sendable (CommitFailure?) -> Void, any Error>

    /// Commits the changes, and returns whether anything was written.
    ///
    /// Few fail, and fewer after they wrote: savepoints are for a second attempt at the batch in which one did.
    private func attempt(
        _ batch: [Change],
        _ outcomes: inout [Outcome],
        _ isCommitting: inout Bool
    ) throws -> (SQLiteTransaction, wrote: Bool) {
        do {
            return try self.attempt(batch, areGuarded: false, &outcomes, &isCommitting)
        } catch is SQLiteTransaction.Entangled {
            return try self.attempt(batch, areGuarded: true, &outcomes, &isCommitting)
        }
    }

    private func attempt(
        _ batch: [Change],
        areGuarded: Bool,
        _ outcomes: inout [Outcome],
        _ isCommitting: inout Bool
    ) throws -> (SQLiteTransaction, wrote: Bool) {
        outcomes = []
        outcomes.reserveCapacity(batch.count)
        return try self.transact { transaction in
            let before = transaction.database.totalChangesCount
            for change in batch {
                outcomes.append(try self.attempt(change, in: transaction, isGuarded: areGuarded))
            }
            try transaction.settleIndex()
            try transaction.finish()
            isCommitting = true
            return (transaction, transaction.database.totalChangesCount > before)
        }
    }

    /// Runs a transaction that is undone if `body` throws, and durable once this returns.
    private func transact<Answer>(_ body: (SQLiteTransaction) throws -> Answer) throws -> Answer {
        try self.pool.writeWithoutTransaction { database in
            let transaction = SQLiteTransaction(
                database,
                after: self.extent.head,
                at: self.clock(),
                limits: self.configuration.limits
            )
            try transaction.open()
            do {
                let answer = try body(transaction)
                try transaction.commit()
                return answer
            } catch {
                transaction.rollBack()
                throw error
            }
        }
    }

    /// A failure of the change itself stays with it; one of the store ends the whole batch.
    private func attempt(
        _ change: Change,
        in transaction: SQLiteTransaction,
        isGuarded: Bool
    ) throws -> Outcome {
        do {
            return .success(try transaction.attempt(change, isGuarded: isGuarded))
        } catch let error as DatabaseError where error.meansStoreFailure {
            throw error
        } catch let error as SQLiteTransaction.Entangled {
            throw error
        } catch {
            guard transaction.database.isInsideTransaction else { throw error }
            return .failure(error)
        }
    }

    private func advance(over transaction: SQLiteTransaction, hasWritten: Bool) {
        self.state.withLock { state in
            state.extent.head = transaction.draft.entries.last?.seq ?? state.extent.head
            state.bytes += transaction.draft.gained
            state.backlog.stored(transaction.unindexed)
        }
        // A full disk takes nothing, so a transaction without effect says nothing of it.
        if hasWritten { self.becomeWritable() }
    }

    func becomeWritable() {
        self.state.withLock { state in
            if state.health != .closed { state.health = .writable }
        }
    }

    private func failed(
        _ batch: [Change],
        _ attempted: [Outcome],
        _ error: any Error,
        isCommitting: Bool
    ) {
        let failure = self.failure(error, outcome: isCommitting ? .unknown : .none)
        self.logger.error("commit failed", metadata: ["reason": "\(failure.reason)", "changes": "\(batch.count)"])
        self.metrics.failed()
        let wasWritable = self.state.withLock { state in
            guard state.health != .closed else { return false }
            defer { state.health = .failing(failure.reason) }
            return state.health == .writable
        }
        if wasWritable { self.probeSoon() }
        for (index, change) in batch.enumerated() {
            if index < attempted.count, case .failure(let own) = attempted[index] {
                change.fail(own)
            } else {
                change.fail(failure)
            }
        }
    }
}

extension SQLiteStore {
    /// What callers are told of an error; one that leaves the file in doubt ends the process instead.
    private func failure(_ error: any Error, outcome: RPCError.Outcome) -> CommitFailure {
        let error = error as? DatabaseError
        if error?.extendedResultCode == .SQLITE_IOERR_FSYNC {
            // What the kernel dropped cannot be known: only a restart from the file is honest.
            self.logger.critical("fsync failed, ending the process")
            self.stop()
        }
        return CommitFailure(outcome: outcome, reason: error?.operatorReason ?? "unexpected error")
    }
}

// MARK: - Indexing

extension SQLiteStore {
    package func settleSearch() async throws {
        let failure: CommitFailure? = await withCheckedContinuation { continuation in
            let (answer, mustStart): (CommitFailure??, Bool) = self.state.withLock { state in
                guard state.health != .closed else { return (.some(Self.closed), false) }
                guard !state.backlog.isEmpty else { return (.some(nil), false) }
                state.settling.append { continuation.resume(returning: $0) }
                defer { state.isRunning = true }
                return (nil, !state.isRunning)
            }
            if let answer { continuation.resume(returning: answer) }
            if mustStart { self.queue.async { self.run() } }
        }
        if let failure { throw failure }
    }

    /// Takes the whole backlog into the search index, in transactions that hold nothing else.
    ///
    /// The store's health does not hang on it: what fails to be indexed is stored all the same.
    private func indexBacklog() -> CommitFailure? {
        do {
            while !self.state.withLock({ $0.backlog.isEmpty }) {
                let count = try self.transact { try $0.extendSearch(by: SearchBacklog.portion) }
                self.state.withLock { $0.backlog.indexed(count) }
            }
            return nil
        } catch {
            let failure = self.failure(error, outcome: .none)
            self.logger.error("search indexing failed", metadata: ["reason": "\(failure.reason)"])
            self.state.withLock { $0.backlog.failed() }
            return failure
        }
    }
}
