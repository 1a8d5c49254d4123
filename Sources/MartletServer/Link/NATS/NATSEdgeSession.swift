// SPDX-License-Identifier: Apache-2.0

#if NATS
    import Logging
    import MartletRules
    import MartletWire
    import NIOCore

    /// An edge's part in one connection to NATS: it finds a core to be taken on by, again when that one is lost, and hands
    /// on what all of them publish.
    ///
    /// Confined to its event loop.
    final class NATSEdgeSession: @unchecked Sendable {
        // Confined: what others call checks that it runs on the loop.

        /// How often a core is looked for.
        private static let search = TimeAmount.milliseconds(250)

        /// The core that has taken us on.
        private struct Home {
            var name: String
            var line: NATSCoreLine
            var pulse: LinkPulse<LoopInstant>
        }

        private let link: RemoteLink
        private let identity: EdgeIdentity
        private let eventLoop: any EventLoop
        private let settings: ServerSettings.Bus
        private let timing: LinkTiming
        private let logger: Logger
        private var connection: NATSConnection?
        /// Whether a core has said where the log stands: what is heard before means nothing.
        private var hasBegun = false
        private var home: Home?
        /// Whom we have asked to take us on or to judge where we stand: a subject; nil while nobody need be asked.
        private var asking: String?
        private var search: Scheduled<Void>?
        private var beat: Scheduled<Void>?
        private var renewal: RepeatedTask?

        init(
            for link: RemoteLink,
            as identity: EdgeIdentity,
            on eventLoop: any EventLoop,
            settings: ServerSettings.Bus,
            timing: LinkTiming,
            logger: Logger
        ) {
            self.link = link
            self.identity = identity
            self.eventLoop = eventLoop
            self.settings = settings
            self.timing = timing
            self.logger = logger
        }

        private var now: LoopInstant { LoopInstant(self.eventLoop.now) }

        /// The connection stands: looks for a core.
        func start(on connection: NATSConnection) {
            self.eventLoop.preconditionInEventLoop()
            self.connection = connection
            let interval = TimeAmount(self.settings.renewal)
            self.renewal = self.eventLoop.scheduleRepeatedTask(initialDelay: interval, delay: interval) { _ in
                self.home?.line.renew()
            }
            self.ask(self.subjects.anyCore)
        }

        /// The connection is of no more use, or no more wanted.
        func stop(isPlanned: Bool) {
            self.eventLoop.preconditionInEventLoop()
            if isPlanned { self.home?.line.leave() }
            for timer in [self.search, self.beat] { timer?.cancel() }
            self.renewal?.cancel()
            self.connection = nil
            self.home = nil
            self.asking = nil
        }

        func received(_ messages: [NATSMessage]) {
            self.eventLoop.preconditionInEventLoop()
            guard self.connection != nil else { return }
            for message in messages {
                guard let json = message.json else {
                    self.nobodyListened()
                    continue
                }
                do {
                    let core = try WireDecoder().decode(CoreMessage.self, from: json)
                    if message.route == .news { self.heard(core) } else { self.answered(core, by: message.reply) }
                } catch let error as LinkVersion.Unknown {
                    self.logger.error("a core is of another version", metadata: [LogKey.version: "\(error.version)"])
                } catch {
                    self.link.metrics.failed(.link)
                }
            }
        }

        private var subjects: NATSSubjects { NATSSubjects(prefix: self.settings.prefix) }
    }

    // MARK: - Being taken on

    extension NATSEdgeSession {
        /// Asks to be taken on, or to be judged, until somebody answers.
        private func ask(_ subject: String) {
            guard let connection = self.connection else { return }
            self.asking = subject
            let reply = self.subjects.edge(connection.name)
            if let json = try? WireEncoder().encode(EdgeMessage.hello(self.hello)) {
                _ = connection.publish(json, to: subject, reply: reply)
            }
            self.search?.cancel()
            self.search = self.eventLoop.scheduleTask(in: Self.search) {
                // Whoever was asked may have gone; any other will do.
                if self.asking != nil { self.ask(self.subjects.anyCore) }
            }
        }

        private var hello: LinkHello {
            LinkHello(edge: self.identity.name, incarnation: self.identity.incarnation, from: self.link.position)
        }

        private func welcomed(_ welcome: LinkWelcome) {
            guard self.asking != nil, let name = welcome.beat.core, let connection = self.connection else { return }
            self.asking = nil
            self.search?.cancel()
            if self.home == nil {
                let line = NATSCoreLine(connection, self.subjects, to: name, as: self.hello) {
                    self.eventLoop.execute { self.beJudged() }
                }
                let pulse = LinkPulse(timing: self.timing, startingAt: self.now)
                self.home = Home(name: name, line: line, pulse: pulse)
                self.beatNow()
            }
            guard let line = self.home?.line else { return }
            self.hasBegun = true
            self.link.received(.joined(welcome), over: line)
        }

        /// Shows our core that we live, or finds that it does not.
        private func beatNow() {
            guard var home = self.home else { return }
            let action = home.pulse.timerFired(at: self.now)
            self.home = home
            switch action {
            case .beat(let next):
                home.line.send(.beat)
                // Whoever told of presence may have gone, and another has begun to.
                self.link.askAgain { if case .presence = $0 { true } else { false } }
                self.beat?.cancel()
                self.beat = self.eventLoop.scheduleTask(deadline: next.deadline) { self.beatNow() }
            case .dead:
                self.logger.warning("the core says nothing")
                self.lost()
            }
        }

        /// The server says that where we asked something there is nobody.
        private func nobodyListened() {
            if self.home != nil { self.lost() }
        }

        private func lost() {
            self.home = nil
            self.beat?.cancel()
            self.link.lost()
            self.ask(self.subjects.anyCore)
        }
    }

    // MARK: - Hearing

    extension NATSEdgeSession {
        /// A core has answered, or asks, and wants its own answer there.
        private func answered(_ message: CoreMessage, by core: String) {
            guard let connection = self.connection else { return }
            if core == self.home.map({ self.subjects.core($0.name) }) { self.home?.pulse.heardFromPeer(at: self.now) }
            if case .joined(let welcome) = message {
                self.welcomed(welcome)
            } else if case .ask(let id, let question) = message {
                let inbox = self.subjects.edge(connection.name)
                let line = NATSAnswerLine(connection: connection, subject: core, inbox: inbox)
                self.link.asked(question, as: id, over: line)
            } else if let line = self.home?.line {
                self.link.received(message, over: line)
            }
        }

        private func heard(_ message: CoreMessage) {
            guard self.hasBegun else { return }
            switch message {
            case .committed(let envelopes):
                guard let term = envelopes.first?.epoch else { return }
                self.link.hear(.entries(envelopes.map(\.entry), in: term))
            case .beat(let beat):
                if let home, beat.core == home.name {
                    self.home?.pulse.heardFromPeer(at: self.now)
                    self.link.received(message, over: home.line)
                }
                if let position = beat.position { self.link.hear(.head(position)) }
            default:
                if let line = self.home?.line { self.link.received(message, over: line) }
            }
        }

        /// Has any core judge where we stand: all read the same store.
        ///
        /// If our own has begun again, the server says that the one we knew is gone.
        private func beJudged() {
            guard self.asking == nil else { return }
            self.home?.line.send(.beat)
            self.ask(self.subjects.anyCore)
        }
    }
#endif
