// SPDX-License-Identifier: Apache-2.0

#if Postgres
    import Dispatch
    import MartletWire
    import Synchronization

    /// The connections for what is done beside the log, reading above all: so many at most, made when they are needed.
    ///
    /// Reads run on threads of their own, and wait in turn for a connection without a thread. They ask the server that is
    /// written to: after a failover the one before may stand still, or answer and know nothing of what came since.
    final class PostgresReaders: Sendable {
        private struct State {
            var idle: [PostgresConnection] = []
            var used: [PostgresConnection] = []
            /// The server that is written to; nil before one is known.
            var host: PostgresHost?
            /// How often that has become known.
            var era = 0
            var free: Int
            var waiting: [@Sendable () -> Void] = []

            mutating func leave(_ connection: PostgresConnection?) {
                self.used.removeAll { $0 === connection }
            }
        }

        private let configuration: PostgresConfiguration
        private let queue = DispatchQueue(label: "martlet.store.read", attributes: .concurrent)
        private let state: Mutex<State>

        init(_ configuration: PostgresConfiguration) {
            self.configuration = configuration
            self.state = Mutex(State(free: configuration.readers))
        }

        /// Reads one snapshot on a thread of the pool's.
        func read<Answer: Sendable>(
            _ body: @escaping @Sendable (PostgresSnapshot) throws -> Answer
        ) async throws -> Answer {
            try await withCheckedThrowingContinuation { continuation in
                self.whenFree {
                    self.queue.async { continuation.resume(with: Result { try self.readNow(body) }) }
                }
            }
        }

        /// Reads one snapshot on the calling thread.
        func readWaiting<Answer>(_ body: (PostgresSnapshot) throws -> Answer) throws -> Answer {
            let turn = DispatchSemaphore(value: 0)
            self.whenFree { turn.signal() }
            turn.wait()
            return try self.readNow(body)
        }

        /// Does something that may be repeated, on a connection that is in no transaction.
        func use<Answer: Sendable>(
            _ body: @escaping @Sendable (PostgresConnection) throws -> Answer
        ) async throws -> Answer {
            try await withCheckedThrowingContinuation { continuation in
                self.whenFree {
                    self.queue.async { continuation.resume(with: Result { try self.useNow(body) }) }
                }
            }
        }

        /// Forgets the connections that nobody uses.
        func close() {
            let idle = self.state.withLock { state in
                defer { state.idle = [] }
                return state.idle
            }
            withExtendedLifetime(idle) {}
        }

        /// Reads from this server alone, and gives up the connections there were.
        func turn(to host: PostgresHost) {
            let before = self.state.withLock { state in
                defer { (state.idle, state.used, state.host, state.era) = ([], [], host, state.era + 1) }
                return state.idle + state.used
            }
            for connection in before { connection.patience.end() }
        }

        private func whenFree(_ turn: @escaping @Sendable () -> Void) {
            let isFree = self.state.withLock { state in
                guard state.free > 0 else {
                    state.waiting.append(turn)
                    return false
                }
                state.free -= 1
                return true
            }
            if isFree { turn() }
        }

        private func readNow<Answer>(_ body: (PostgresSnapshot) throws -> Answer) throws -> Answer {
            try self.useNow { try PostgresSnapshot.read(through: $0, limits: self.configuration.limits, body) }
        }

        /// Uses a connection, when it is somebody's turn.
        ///
        /// It may have been lost since it was last used: then once more on a new one, since what is done here can be
        /// repeated.
        private func useNow<Answer>(_ body: (PostgresConnection) throws -> Answer) throws -> Answer {
            var used: PostgresConnection?
            defer { self.giveBack(used) }
            do {
                let connection = try self.takeIdle() ?? self.connect()
                used = connection
                return try body(connection)
            } catch let error as PostgresError where error.meansLostConnection && used != nil {
                self.state.withLock { $0.leave(used) }
                used = nil
                let connection = try self.connect()
                used = connection
                return try body(connection)
            }
        }

        private func takeIdle() -> PostgresConnection? {
            self.state.withLock { state in
                let connection = state.idle.popLast()
                if let connection { state.used.append(connection) }
                return connection
            }
        }

        /// Connects to the server that is written to.
        private func connect() throws -> PostgresConnection {
            while true {
                let (host, era) = self.state.withLock { ($0.host, $0.era) }
                let connection = try PostgresConnection(self.configuration, for: .reading, at: host)
                let isStillIt = self.state.withLock { state in
                    guard state.era == era else { return false }
                    state.used.append(connection)
                    return true
                }
                if isStillIt { return connection }
            }
        }

        private func giveBack(_ connection: PostgresConnection?) {
            let next: (@Sendable () -> Void)? = self.state.withLock { state in
                state.leave(connection)
                if let connection, connection.isAlive { state.idle.append(connection) }
                guard !state.waiting.isEmpty else {
                    state.free += 1
                    return nil
                }
                return state.waiting.removeFirst()
            }
            next?()
        }
    }
#endif
