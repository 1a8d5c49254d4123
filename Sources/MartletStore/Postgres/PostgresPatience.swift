// SPDX-License-Identifier: Apache-2.0

#if Postgres
    import CPostgres
    import Synchronization

    #if canImport(Glibc)
        import Glibc
    #elseif canImport(Darwin)
        import Darwin
    #elseif canImport(Musl)
        import Musl
    #endif

    /// How long a connection waits for its database.
    ///
    /// A server that stands still keeps its connections, and one whose synchronous standby is gone takes commits and never
    /// answers: neither the network nor the server ends that waiting.
    final class PostgresPatience: Sendable {
        private let limit: Duration?
        private let hasEnded = Atomic(false)
        /// How often it is looked whether ``end()`` was called, in milliseconds.
        private static let glance: CInt = 250

        /// - Parameter limit: How long nothing at all may come; nil for as long as the connection lasts.
        init(limit: Duration?) {
            self.limit = limit
        }

        /// Whether nothing is waited for any more.
        var isOver: Bool { self.hasEnded.load(ordering: .relaxed) }

        /// Gives the connection up, from any thread: whoever waits for it is told within a quarter of a second.
        func end() {
            self.hasEnded.store(true, ordering: .relaxed)
        }

        /// Sends what is to be sent, and waits until the next result can be had without waiting.
        ///
        /// How a connection was lost is said by the result that is had then.
        /// - Throws: ``PostgresError`` if the database does not answer.
        func awaitResult(of connection: OpaquePointer) throws {
            var heard = ContinuousClock.now
            while !self.isOver {
                let isSending = PQflush(connection)
                guard isSending >= 0, PQisBusy(connection) == 1 else { return }
                if Self.awaits(PQsocket(connection), events: CInt(POLLIN) | (isSending == 1 ? CInt(POLLOUT) : 0)) {
                    guard PQconsumeInput(connection) == 1 else { return }
                    heard = .now
                } else if let limit, ContinuousClock.now - heard > limit {
                    self.end()
                }
            }
            throw PostgresError.unreachable("it does not answer")
        }

        /// Whether there is something to be done with a socket, or will be in a moment.
        private static func awaits(_ socket: CInt, events: CInt) -> Bool {
            var socket = pollfd(fd: socket, events: Int16(events), revents: 0)
            return poll(&socket, 1, Self.glance) > 0
        }
    }
#endif
