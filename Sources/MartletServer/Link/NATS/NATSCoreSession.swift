// SPDX-License-Identifier: Apache-2.0

#if NATS
    import Logging
    import MartletRules
    import MartletStore
    import MartletWire
    import NIOCore
    import Synchronization

    /// A core's part in one connection to NATS.
    ///
    /// Confined to its event loop, but for what is published.
    final class NATSCoreSession: @unchecked Sendable {
        // Confined: what others call checks that it runs on the loop. The connection is set before anybody publishes.

        /// How often a core says that it lives, and where its log stands.
        private static let beat = TimeAmount.seconds(1)

        private let host: LinkedCore
        private let eventLoop: any EventLoop
        private let subjects: NATSSubjects
        private let leads: @Sendable () -> Bool
        private let connection = Mutex<NATSConnection?>(nil)
        /// Edges that were heard lately, by where they want to be answered.
        private var edges: [String: LinkedEdge] = [:]
        private var leases: EdgeLeases<String, LoopInstant>
        private var timer: RepeatedTask?

        init(
            for host: LinkedCore,
            on eventLoop: any EventLoop,
            settings: ServerSettings.Bus,
            leads: @escaping @Sendable () -> Bool
        ) {
            self.host = host
            self.eventLoop = eventLoop
            self.subjects = NATSSubjects(prefix: settings.prefix)
            self.leases = EdgeLeases(lease: settings.lease)
            self.leads = leads
        }

        private var now: LoopInstant { LoopInstant(self.eventLoop.now) }

        func start(on connection: NATSConnection) {
            self.eventLoop.preconditionInEventLoop()
            self.connection.withLock { $0 = connection }
            self.timer = self.eventLoop.scheduleRepeatedTask(initialDelay: .zero, delay: Self.beat) { _ in
                self.say(.beat(self.beat))
                for inbox in self.leases.expired(at: self.now) { self.silenced(inbox) }
            }
        }

        /// The connection has ended: no edge can be heard.
        func stop() {
            self.eventLoop.preconditionInEventLoop()
            self.timer?.cancel()
            self.connection.withLock { $0 = nil }
            for inbox in Array(self.edges.keys) { self.silenced(inbox) }
        }

        /// Answers what was asked; what is asked from here on is refused.
        func finish() async {
            let edges = try? await self.eventLoop.submit { Array(self.edges.values) }.get()
            guard let edges else { return }
            for edge in edges { edge.finish() }
            let deadline = ContinuousClock.now + .seconds(5)
            while !edges.allSatisfy(\.isIdle), .now < deadline {
                // The task is cancelled already, so that its own sleep would not wait.
                try? await self.eventLoop.scheduleTask(in: .milliseconds(5)) {}.futureResult.get()
            }
        }
    }

    // MARK: - Telling everyone

    extension NATSCoreSession {
        /// Tells every edge, on any thread and in the order of the calls.
        func publish(_ news: LinkNews) {
            switch news {
            case .joined, .head, .lost: break
            case .entries(let entries, _): self.publish(entries)
            case .ephemeral(let ephemeral): self.say(.ephemeral(ephemeral))
            case .presence(let news): self.say(.presence(news))
            case .accounts(let news): self.say(.accounts(news))
            }
        }

        private func publish(_ entries: [LogEntry]) {
            guard let limit = self.connection.withLock({ $0?.payload }) else { return }
            let epoch = self.host.core.position.epoch
            var batch: [LinkEnvelope] = []
            var size = 0
            for entry in entries {
                if !batch.isEmpty, size + entry.encodedSize > limit / 2 {
                    self.say(.committed(batch))
                    (batch, size) = ([], 0)
                }
                batch.append(LinkEnvelope(epoch: epoch, entry: entry))
                size += entry.encodedSize
            }
            self.say(.committed(batch))
        }

        private func say(_ message: CoreMessage) {
            guard let json = try? WireEncoder().encode(message) else { return }
            _ = self.connection.withLock { $0 }?.publish(json, to: self.subjects.news)
        }

        private var beat: CoreBeat {
            CoreBeat(
                isWritable: self.host.isWritable,
                core: self.connection.withLock { $0?.name },
                position: self.host.core.position
            )
        }
    }

    // MARK: - Edges

    extension NATSCoreSession {
        func received(_ messages: [NATSMessage]) {
            self.eventLoop.preconditionInEventLoop()
            for message in messages {
                guard let json = message.json, !message.reply.isEmpty else { continue }
                do {
                    try self.received(WireDecoder().decode(EdgeMessage.self, from: json), message)
                } catch let error as LinkVersion.Unknown {
                    let version = "\(error.version)"
                    self.host.logger.error("an edge is of another version", metadata: [LogKey.version: "\(version)"])
                    self.line(to: message.reply)?.send(CoreMessage.refused(error.description))
                } catch {
                    self.host.metrics.failed(.link)
                }
            }
        }

        private func received(_ message: EdgeMessage, _ envelope: NATSMessage) {
            let inbox = envelope.reply
            if case .hello(let hello) = message {
                guard let edge = self.edge(hello, at: inbox) else { return }
                if envelope.route != .edges { self.welcome(edge, from: hello.from) }
                return
            }
            // All cores count who is there; whoever leads says so, and can answer in order with that.
            if envelope.route == .edges, case .ask = message, !self.leads() { return }
            if let edge = self.edges[inbox] {
                edge.received(message)
            } else if case .ask(let id, _) = message {
                // It was given up, and says soon who it is.
                _ = self.line(to: inbox)?.send(CoreMessage.failure(id, .noLink))
            }
        }

        /// An edge says who it is: notes that it is there.
        private func edge(_ hello: LinkHello, at inbox: String) -> LinkedEdge? {
            self.leases.renewed(inbox, at: self.now)
            if let known = self.edges[inbox] { return known }
            guard let line = self.line(to: inbox) else { return nil }
            // Its own earlier connection, or an earlier life of it.
            for (earlier, edge) in self.edges where edge.identity?.name == hello.edge { self.drop(edge, at: earlier) }
            let edge = LinkedEdge(line, of: self.host) { edge, hello in self.host.core.edges.add(hello.edge, edge) }
            self.edges[inbox] = edge
            edge.received(.hello(hello))
            self.host.logger.info("an edge has joined", metadata: [LogKey.address: "\(hello.edge)"])
            return edge
        }

        /// Judges where an edge stands, and takes it on; if that cannot be read, it asks again.
        ///
        /// By the store: another core may have committed what this one has yet to hear of.
        private func welcome(_ edge: LinkedEdge, from position: Position?) {
            let core = self.host.core
            core.read { (read: Result<LogSpan, RPCError>) in
                guard case .success(let span) = read else { return }
                // Nothing is told of accounts between what is read here and its sending.
                core.withAccounts { accounts in
                    let welcome = self.host.welcome(to: position, in: span, accounts: accounts, beat: self.beat)
                    _ = edge.line.send(CoreMessage.joined(welcome))
                }
            } _: { snapshot in
                LogSpan(head: try snapshot.head(), floor: core.store.extent.floor, terms: try snapshot.terms())
            }
        }

        private func line(to inbox: String) -> NATSEdgeLine? {
            self.connection.withLock { $0 }.map { connection in
                NATSEdgeLine(connection: connection, subject: inbox, reply: self.subjects.core(connection.name))
            }
        }

        /// An edge cannot be heard any more.
        private func silenced(_ inbox: String) {
            guard let edge = self.edges[inbox] else { return }
            self.drop(edge, at: inbox)
            guard let identity = edge.identity else { return }
            self.host.core.edges.remove(identity.name)
            self.host.logger.info("an edge has gone", metadata: [LogKey.address: "\(identity.name)"])
            self.host.core.presence.lost(identity)
        }

        private func drop(_ edge: LinkedEdge, at inbox: String) {
            edge.ended()
            self.edges[inbox] = nil
            self.leases.ended(inbox)
        }
    }
#endif
