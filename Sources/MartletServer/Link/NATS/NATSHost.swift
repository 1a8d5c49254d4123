// SPDX-License-Identifier: Apache-2.0

#if NATS
    import Logging
    package import MartletRules
    import MartletStore
    import MartletWire
    package import NIOCore
    import ServiceLifecycle
    import Synchronization

    /// The core's end of NATS: takes edges on, tells all of them the log, and answers each.
    ///
    /// While the servers are away nothing is published; edges find what they missed by the head that is told when they are
    /// back. At graceful shutdown what was asked is answered, which for a change means committed.
    package final class NATSHost: Service {
        private let host: LinkedCore
        private let access: NATSAccess
        private let dialer: NATSDialer
        private let eventLoop: any EventLoop
        private let leads: @Sendable () -> Bool
        private let schedule: BackoffSchedule
        private let logger: Logger
        private let onConnected: @Sendable () -> Void
        private let current = Mutex<NATSCoreSession?>(nil)

        /// Creates a host that does nothing until it runs.
        ///
        /// `leads` says whether this core is the one that tells who is there; `onConnected` is told whenever edges can be
        /// taken on.
        package init(
            for host: LinkedCore,
            on access: NATSAccess,
            eventLoop: any EventLoop,
            entropy: Entropy,
            schedule: BackoffSchedule = .link,
            leads: @escaping @Sendable () -> Bool = { true },
            onConnected: @escaping @Sendable () -> Void = {}
        ) {
            self.host = host
            self.logger = host.logger
            self.access = access
            self.dialer = NATSDialer(to: access, entropy: entropy, logger: host.logger)
            self.eventLoop = eventLoop
            self.schedule = schedule
            self.leads = leads
            self.onConnected = onConnected
        }

        /// Whether there is a server to meet edges on.
        package var isConnected: Bool { self.current.withLock { $0 != nil } }

        package func run() async throws {
            let name = "events \(self.access.settings.prefix)"
            self.host.core.followers.add(name, onlyOwn: true) { news in self.current.withLock { $0 }?.publish(news) }
            defer { self.host.core.followers.remove(name) }
            await cancelWhenGracefulShutdown { await self.stayConnected() }
        }

        private func stayConnected() async {
            var backoff = Backoff<ContinuousClock.Instant>(self.schedule)
            var generator = SystemRandomNumberGenerator()
            while !Task.isCancelled {
                // Why it could not be had, the dialer has said.
                if (try? await self.connect()) != nil { backoff.succeeded(at: .now) }
                try? await Task.sleep(for: backoff.failed(at: .now, using: &generator))
            }
        }

        /// Connects, and returns when the connection has ended, or has been ended at a planned stop.
        private func connect() async throws {
            let session = NATSCoreSession(
                for: self.host,
                on: self.eventLoop,
                settings: self.access.settings,
                leads: self.leads
            )
            let inflow = NATSInflow(on: self.eventLoop) { session.received($0) }
            let connection = try await self.dialer.open(inflow)
            do {
                try await self.eventLoop.submit { session.start(on: connection) }.get()
                self.current.withLock { $0 = session }
                let subjects = self.access.subjects
                try connection.subscribe(to: subjects.edges, as: .edges)
                try connection.subscribe(to: subjects.core(connection.name), as: .core)
                try connection.subscribe(to: subjects.anyCore, as: .anyCore, sharing: NATSSubjects.queue)
                let servers = self.access.servers.joined(separator: ",")
                self.logger.info("edges are taken on", metadata: [LogKey.address: "\(servers)"])
                self.onConnected()
                let reason = await connection.ended() ?? "closed"
                if Task.isCancelled { await session.finish() }
                self.logger.warning("the connection to NATS has ended", metadata: [LogKey.reason: "\(reason)"])
            } catch {
                self.logger.error("NATS takes no subscription", metadata: [LogKey.reason: "\(error)"])
            }
            self.current.withLock { $0 = nil }
            try? await self.eventLoop.submit { session.stop() }.get()
            await connection.close()
        }
    }
#endif
