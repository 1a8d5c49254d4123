// SPDX-License-Identifier: Apache-2.0

#if NATS
    package import Logging
    package import MartletRules
    package import NIOCore
    import Synchronization

    /// Carries an edge's link over NATS to whichever core takes it on, and hears what all cores publish.
    package final class NATSCarrier: LinkCarrier {
        package let mark: String?
        private let dialer: NATSDialer
        private let identity: EdgeIdentity
        private let eventLoop: any EventLoop
        private let timing: LinkTiming
        private let logger: Logger

        package init(
            to access: NATSAccess,
            as identity: EdgeIdentity,
            eventLoop: any EventLoop,
            entropy: Entropy,
            timing: LinkTiming = LinkTiming(),
            logger: Logger
        ) {
            self.dialer = NATSDialer(to: access, entropy: entropy, logger: logger)
            self.mark = entropy.text(12)
            self.identity = identity
            self.eventLoop = eventLoop
            self.timing = timing
            self.logger = logger
        }

        package func connect(for link: RemoteLink) async throws {
            let session = NATSEdgeSession(
                for: link,
                as: self.identity,
                on: self.eventLoop,
                settings: self.dialer.access.settings,
                timing: self.timing,
                logger: self.logger
            )
            let inflow = NATSInflow(on: self.eventLoop) { session.received($0) }
            let connection = try await self.dialer.open(inflow)
            do {
                let subjects = self.dialer.access.subjects
                try connection.subscribe(to: subjects.news, as: .news)
                try connection.subscribe(to: subjects.edge(connection.name), as: .inbox)
                try await self.eventLoop.submit { session.start(on: connection) }.get()
                await connection.ended()
            } catch {
                self.logger.error("NATS takes no subscription", metadata: [LogKey.reason: "\(error)"])
            }
            let isPlanned = Task.isCancelled
            try? await self.eventLoop.submit { session.stop(isPlanned: isPlanned) }.get()
            await connection.close()
        }
    }
#endif
