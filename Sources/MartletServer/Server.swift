// SPDX-License-Identifier: Apache-2.0

import AsyncHTTPClient
import FoundationEssentials
import Hummingbird
package import Logging
import MartletRules
import MartletStore
import MartletWire
package import NIOCore
import NIOPosix
import ServiceLifecycle
import UnixSignals

/// The whole server of one process: what the role calls for, put together and run as one group of services.
package struct Server: Sendable {
    let settings: ServerSettings
    let registry: PrometheusRegistry
    let logger: Logger
    /// Told the address once connections are accepted.
    let onListening: @Sendable (SocketAddress) -> Void

    package init(
        _ settings: ServerSettings,
        registry: PrometheusRegistry = PrometheusRegistry(),
        logger: Logger,
        onListening: @escaping @Sendable (SocketAddress) -> Void = { _ in }
    ) {
        self.settings = settings
        self.registry = registry
        self.logger = logger
        self.onListening = onListening
    }

    /// Runs until SIGTERM or SIGINT, or until the task is cancelled.
    package func run() async throws {
        let group = MultiThreadedEventLoopGroup(numberOfThreads: self.settings.loops ?? max(1, System.coreCount - 1))
        let tasks = TaskPool()
        self.showProcess()
        let client = HTTPClient(eventLoopGroupProvider: .shared(group))
        do {
            try await self.run(on: group, tasks, client)
        } catch {
            try await client.shutdown()
            try await group.shutdownGracefully()
            throw error
        }
        try await client.shutdown()
        try await group.shutdownGracefully()
    }

    private func run(on group: MultiThreadedEventLoopGroup, _ tasks: TaskPool, _ client: HTTPClient) async throws {
        switch self.settings.role {
        case .all: try await self.runBoth(on: group, tasks, client)
        case .core: try await self.runCore(on: group, tasks, client)
        case .edge: try await self.runEdge(on: group, tasks, client)
        }
    }

    private func runBoth(on group: MultiThreadedEventLoopGroup, _ tasks: TaskPool, _ client: HTTPClient) async throws {
        let (core, store) = try await self.openCore(tasks, group, client)
        let key = try SigningKey(at: self.settings.signingKeyPath, entropy: .system)
        let surroundings = self.surroundings(core, signingKey: key, client)
        let edge = self.edge(on: InProcessLink(core: core), named: "here", group)
        self.show(core)
        self.show(edge)
        let media = try self.media(of: core)
        let serving = try await self.serve(edge, surroundings, health: { store.health }, media, tasks, group)
        try await self.run([tasks] + self.upkeep(of: core, media) + serving)
        await store.close()
    }

    private func runCore(on group: MultiThreadedEventLoopGroup, _ tasks: TaskPool, _ client: HTTPClient) async throws {
        guard let events = self.settings.events else { throw MissingEvents() }
        let (core, store) = try await self.openCore(tasks, group, client)
        let key = try SigningKey(at: self.settings.signingKeyPath, entropy: .system)
        let media = try self.media(of: core)
        let host = LinkedCore(
            core,
            media: media,
            // Behind a proxy our own tokens mean nothing, and no edge has to know the key.
            signingKey: self.settings.access.mode == .proxy ? nil : key,
            logger: self.logger
        )
        let (meeting, isLinked) = try self.meeting(for: host, at: events, group)
        let drain = DrainSignal()
        let readiness = Readiness(isDraining: { drain.isOn }, store: { store.health }, isLinked: isLinked)
        let operations = self.operations(readiness)
        self.show(core)
        try await self.run(
            [tasks] + self.upkeep(of: core, media) + [meeting] + self.operationsServer(operations, group) + [drain]
        )
        await store.close()
    }

    private func runEdge(on group: MultiThreadedEventLoopGroup, _ tasks: TaskPool, _ client: HTTPClient) async throws {
        guard let events = self.settings.events else { throw MissingEvents() }
        let identity = self.identity
        let carrier = try self.carrier(to: events, as: identity, group)
        let link = RemoteLink(over: carrier, logger: self.logger)
        let surroundings = self.surroundings(link, signingKey: link, client)
        let edge = self.edge(on: link, named: identity.name, group)
        self.show(edge)
        let media = LinkedMedia(link: link)
        let serving = try await self.serve(edge, surroundings, health: { link.storeHealth }, media, tasks, group)
        try await self.run([tasks] + serving)
    }

    /// The last is stopped first.
    private func run(_ services: [any Service]) async throws {
        let configuration = ServiceGroupConfiguration(
            services: services,
            gracefulShutdownSignals: [.sigterm, .sigint],
            logger: self.logger
        )
        do {
            try await ServiceGroup(configuration: configuration).run()
        } catch is CancellationError {
            // How a service that sleeps between rounds ends at a planned stop: not a failure.
        }
    }

    static let clock: @Sendable () -> Timestamp = {
        Timestamp(rawValue: Int64(Date().timeIntervalSince1970 * 1000))
    }
}

// MARK: - Parts

extension Server {
    /// What can be read off the process whenever somebody looks.
    private func showProcess() {
        let started = ContinuousClock.now
        self.registry.observeProcess(version: Version.current, start: Double(Self.clock().rawValue) / 1000) {
            (ContinuousClock.now - started) / .seconds(1)
        }
    }

    /// What can be read off the core whenever somebody looks.
    private func show(_ core: Core) {
        let store = core.store
        self.registry.observe(.logHead) { Double(store.extent.head) }
        self.registry.observe(.logFloor) { Double(store.extent.floor) }
        self.registry.observe(.peopleOnline) { Double(core.presence.onlineCount) }
    }

    /// What can be read off an edge whenever somebody looks.
    private func show(_ edge: Edge) {
        self.registry.observe(.logPosition) { edge.position.map { Double($0.seq) } }
        self.registry.observe(.cursorLag) { Double(edge.cursorLag) }
    }

    private func fanout(of edge: String) -> FanoutSettings {
        var fanout = FanoutSettings()
        fanout.name = edge
        fanout.tail = self.settings.tail
        fanout.drainWindow = self.settings.limits.drain.duration
        fanout.connectionsPerUser = self.settings.limits.connectionsPerUser
        fanout.heartbeat = HeartbeatTiming(
            interval: self.settings.limits.heartbeat.duration,
            patience: self.settings.limits.heartbeatTimeout.duration
        )
        return fanout
    }

    private var admission: Rate? {
        guard self.settings.limitsRates, let rate = self.settings.admission.perSecond else { return nil }
        return Rate(perSecond: rate, burst: self.settings.admission.burst)
    }

    private func openCore(
        _ tasks: TaskPool,
        _ group: MultiThreadedEventLoopGroup,
        _ client: HTTPClient
    ) async throws -> (Core, any Store) {
        let followers = LogFollowers()
        let store = try self.openStore(followers)
        return (try await self.core(on: store, followers, tasks, await self.rooms(client), group), store)
    }

    /// Where the sound of huddles is.
    private func rooms(_ client: HTTPClient) async -> any RoomService {
        guard let liveKit = self.settings.liveKit else { return EmbeddedRooms(clock: Self.clock) }
        return await LiveKitRooms(liveKit, client: client, clock: Self.clock)
    }

    private func core(
        on store: any Store,
        _ followers: LogFollowers,
        _ tasks: TaskPool,
        _ rooms: any RoomService,
        _ group: MultiThreadedEventLoopGroup
    ) async throws -> Core {
        var settings = CoreSettings()
        settings.limits = self.settings.limits
        let limits = self.settings.limits
        settings.calls = self.settings.limitsRates ? Rate(perSecond: limits.rpcRate, burst: limits.rpcBurst) : nil
        settings.limitsTyping = self.settings.limitsRates
        settings.presenceGrace = self.settings.limits.presenceGrace.duration
        settings.admissionWindow = self.settings.admission.window
        let core = Core(
            store: store,
            accounts: try await store.read { try AccountBook(reading: $0) },
            followers: followers,
            settings: settings,
            tasks: tasks,
            rooms: rooms,
            eventLoop: group.next(),
            logger: self.logger
        )
        try await core.presence.start()
        return core
    }

    /// Where a core keeps uploads.
    private func media(of core: Core) throws -> LocalMedia {
        let files = try MediaFiles(in: self.settings.data + "/media")
        let bodies: any MediaBodies =
            core.store.mediaContent.map { StoredMediaBodies(in: $0, arriving: files) } ?? files
        return LocalMedia(core: core, bodies: bodies, clock: Self.clock)
    }

    /// What a core does by itself.
    private func upkeep(of core: Core, _ media: LocalMedia) -> [any Service] {
        [
            Housekeeping(core: core, clock: Self.clock, interval: self.settings.store.trimInterval, media: media),
            HuddleWatch(core: core, clock: ContinuousClock(), interval: self.settings.huddleInterval),
            WorkSessionWatch(core: core, clock: ContinuousClock()),
        ]
    }

    /// An edge names itself by where it listens, which two cannot share; its life begins now.
    private var identity: EdgeIdentity {
        let name = self.settings.port == 0 ? Entropy.system.text(6) : "\(self.settings.host):\(self.settings.port)"
        return EdgeIdentity(name: name, incarnation: UInt64(max(0, Self.clock().rawValue)))
    }

    private func edge(on link: any Link, named name: String, _ group: MultiThreadedEventLoopGroup) -> Edge {
        Edge(
            link: link,
            loops: Array(group.makeIterator()),
            settings: self.fanout(of: name),
            admission: self.admission,
            logger: self.logger
        )
    }

    /// Everything that serves clients of an edge.
    private func serve(
        _ edge: Edge,
        _ surroundings: AccessControl.Surroundings,
        health: @escaping @Sendable () -> StoreHealth,
        _ media: any MediaLibrary,
        _ tasks: TaskPool,
        _ group: MultiThreadedEventLoopGroup
    ) async throws -> [any Service] {
        let (access, keys) = try await AccessControl.assemble(self.settings.access, in: surroundings)
        let drain = DrainSignal()
        let readiness = Readiness(
            isDraining: { drain.isOn || edge.isDraining },
            store: health,
            isLinked: { edge.isReady }
        )
        let operations = self.operations(readiness)
        let document = ClientDocument(
            limits: self.settings.limits,
            file: self.settings.clientConfiguration,
            clock: ContinuousClock(),
            logger: self.logger
        )
        await document.load()
        let http = try self.httpServer(edge, access, tasks, operations, document, media, group)
        var services: [any Service] = keys.map { [$0] } ?? []
        services += [document, edge, http]
        return services + self.operationsServer(operations, group) + [drain]
    }

    private func operations(_ readiness: Readiness) -> OperationsRoutes {
        readiness.show(in: self.registry)
        return OperationsRoutes(readiness: readiness, registry: self.registry)
    }

    private func operationsServer(
        _ operations: OperationsRoutes,
        _ group: MultiThreadedEventLoopGroup
    ) -> [any Service] {
        guard let port = self.settings.operationsPort else { return [] }
        return [
            OperationsServer(
                host: self.settings.host,
                port: port,
                routes: operations,
                eventLoopGroup: group,
                logger: self.logger
            )
        ]
    }

    private func surroundings(
        _ people: some IdentityDirectory & AccountStandings & SignInLinks & SessionEnding,
        signingKey: any SigningKeySource,
        _ client: HTTPClient
    ) -> AccessControl.Surroundings {
        AccessControl.Surroundings(
            host: self.settings.host,
            servesTLS: self.settings.tls != nil,
            signingKey: signingKey,
            directory: people,
            standings: people,
            links: people,
            ending: people,
            client: client,
            entropy: .system,
            logger: self.logger
        )
    }

    private func httpServer(
        _ edge: Edge,
        _ access: AccessControl,
        _ tasks: TaskPool,
        _ operations: OperationsRoutes,
        _ document: ClientDocument,
        _ media: any MediaLibrary,
        _ group: MultiThreadedEventLoopGroup
    ) throws -> HTTPServer {
        let isSecure = self.settings.tls != nil
        let context = SocketContext(
            link: edge.link,
            access: access,
            limits: self.settings.limits,
            tasks: tasks,
            clock: Self.clock
        )
        let names = ConnectionNames()
        let connectionID: @Sendable () -> ConnectionID = { names.next() }
        let upgrades = Upgrades(context: context, edge: edge, isSecure: isSecure, connectionID: connectionID)
        var configuration = HTTPServerConfiguration(host: self.settings.host, port: self.settings.port)
        configuration.backlog = self.settings.backlog
        configuration.tls = try self.settings.tls.map { material in
            try TLSMaterial.context(
                certificate: material.certificate,
                key: material.privateKey,
                certificateSetting: "certificate",
                keySetting: "private_key"
            )
        }
        configuration.handshakes = HandshakeAdmission(limit: self.settings.admission.handshakes)
        let routes = Routes(
            context: context,
            edge: edge,
            operations: operations,
            isSecure: isSecure,
            connectionID: connectionID,
            configuration: document,
            media: media,
            pages: PageFiles(directory: self.settings.pagesDirectory)
        )
        let router = routes.router().buildResponder()
        return HTTPServer(
            configuration: configuration,
            responder: HTTPServer.responder(router, logger: self.logger),
            decide: upgrades.decide,
            eventLoopGroup: group,
            logger: self.logger,
            onBound: self.onListening
        )
    }
}
