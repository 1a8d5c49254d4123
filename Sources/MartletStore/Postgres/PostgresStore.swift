// SPDX-License-Identifier: Apache-2.0

#if Postgres
    import Dispatch
    package import Logging
    package import MartletRules
    package import MartletWire
    import Synchronization

    /// Data and log in one PostgreSQL database, which several cores may work on at once.
    ///
    /// Whoever commits locks the log's one row first, so that one transaction runs at a time in the whole cluster and
    /// commit order is seq order everywhere. Changes run one after another on a queue of their own; `committed` and
    /// `followed` are called there, in the log's order, with this core's entries and with others', before any change
    /// hears its outcome. A connection that is lost is made anew, under a new term; what was on its way then is known to be
    /// committed or is done again.
    package final class PostgresStore: Store {
        struct State {
            var waiting: [Change] = []
            var isRunning = false
            var health = StoreHealth.writable
            var extent: LogSpan
            var bytes: Int64
            var mustFollow = false
            var closing: [@Sendable () -> Void] = []
        }

        let configuration: PostgresConfiguration
        let queue = DispatchQueue(label: "martlet.store.commit")
        let readers: PostgresReaders
        let clock: @Sendable () -> Timestamp
        let epochs: @Sendable () -> Epoch
        let committed: @Sendable ([LogEntry]) -> Void
        let followed: @Sendable ([LogEntry]) -> Void
        let logger: Logger
        package let peers = StorePeers(isLeading: false)
        let metrics = CommitMetrics()
        let state: Mutex<State>
        /// What belongs to the queue.
        let writer: PostgresWriter

        /// Opens the store, brings its schema up to date and begins a term.
        ///
        /// Blocks while the database is asked: call it before serving.
        /// - Parameters:
        ///   - configuration: Where and how.
        ///   - epochs: Makes the token of a term: random, never used before. Asked once now, and whenever the store
        ///     had to connect again.
        ///   - clock: The wall clock; a transaction asks it once.
        ///   - logger: Told of failures, never of contents.
        ///   - committed: Told of entries once they are durable.
        ///   - followed: Told of those that other cores have committed; nil has `committed` told of them as well.
        /// - Throws: ``StoreError``.
        package init(
            _ configuration: PostgresConfiguration,
            epochs: @escaping @Sendable () -> Epoch,
            clock: @escaping @Sendable () -> Timestamp,
            logger: Logger,
            committed: @escaping @Sendable ([LogEntry]) -> Void,
            followed: (@Sendable ([LogEntry]) -> Void)? = nil
        ) throws {
            self.configuration = configuration
            self.clock = clock
            self.epochs = epochs
            self.logger = logger
            self.committed = committed
            self.followed = followed ?? committed
            self.readers = PostgresReaders(configuration)
            do {
                let upkeep = try PostgresConnection(configuration, for: .upkeep)
                try PostgresSchema.bringUpToDate(through: upkeep) { connection in
                    guard try !StoreCopy.isUnfinished(connection) else {
                        throw StoreError(
                            .inaccessible,
                            "database: a copy into it has not ended: run `martlet store copy` again"
                        )
                    }
                }
                let connection = try PostgresConnection(configuration, for: .writing)
                self.writer = PostgresWriter(connection, term: epochs())
                let arrival = try self.writer.arrive(at: clock(), limits: configuration.limits, knowing: nil)
                self.state = Mutex(State(extent: arrival.extent, bytes: arrival.bytes))
                self.readers.turn(to: connection.host)
                try self.writer.seekLead()
            } catch let error as PostgresError {
                let code: StoreError.Code = error.meansStoreFailure ? .unreachable : .inaccessible
                throw StoreError(code, "database: \(error.operatorReason): \(error.message)")
            }
            self.peers.leads(self.writer.isLeading)
            self.lookAgainSoon()
        }

        package var extent: LogSpan { self.state.withLock { $0.extent } }
        package var health: StoreHealth { self.state.withLock { $0.health } }

        /// How often the present connection for writing has waited for the database.
        package var roundTrips: Int { self.queue.sync { self.writer.connection?.roundTrips ?? 0 } }

        package var mediaContent: (any MediaContent)? { PostgresMedia(store: self) }

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
            try await self.readers.read { try body($0) }
        }

        package func readWaiting<Answer>(_ body: (any StoreReading) throws -> Answer) throws -> Answer {
            try self.readers.readWaiting { try body($0) }
        }

        /// Nothing to wait for: the index is written with the message.
        package func settleSearch() async throws {
            if self.health == .closed { throw Self.closed }
        }

        package func close() async {
            await withCheckedContinuation { continuation in
                let isIdle = self.state.withLock { state in
                    state.health = .closed
                    if state.isRunning { state.closing.append { continuation.resume() } }
                    return !state.isRunning
                }
                if isIdle { continuation.resume() }
            }
            await withCheckedContinuation { continuation in
                self.queue.async {
                    self.writer.disconnect()
                    self.peers.leads(false)
                    self.readers.close()
                    continuation.resume()
                }
            }
        }

        static let closed = CommitFailure(outcome: .none, reason: "the store is closed")
    }

    // MARK: - Keeping house

    extension PostgresStore {
        package func trim(_ policy: RetentionPolicy) async throws -> Int {
            var total = 0
            while !Task.isCancelled {
                let overCap = self.state.withLock { $0.bytes } > policy.byteCap
                let limit = overCap ? policy.neverTrimAfter : policy.keepAfter
                let head = self.extent.head
                let trimmed = try await self.commit { transaction in
                    guard let transaction = transaction as? PostgresTransaction else { return TrimmedLog() }
                    return try transaction.trimLog(before: limit, keeping: head, chunk: policy.chunk)
                }
                guard trimmed.count > 0 else { break }
                total += trimmed.count
                self.state.withLock { $0.extent.floor = trimmed.floor }
            }
            return total
        }

        /// - Throws: ``StoreError``: PostgreSQL has its own ways, which know the whole cluster of databases.
        package func backUp(to path: String, progress: @escaping @Sendable (Double) -> Void) async throws {
            throw StoreError(.inaccessible, "database: PostgreSQL is backed up with pg_dump or pg_basebackup")
        }
    }
#endif
