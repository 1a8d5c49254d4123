// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import Logging
import MartletRules
import MartletServer
import MartletWire
import NIOPosix
import ServiceLifecycle

/// A kind of link, for the conformance kit: something that joins an edge to a core.
struct LinkRig: Sendable, CustomStringConvertible {
    /// Runs the story with a link to a harness's core.
    typealias Join =
        @Sendable (
            _ harness: CoreHarness,
            _ story: (any Link) async throws -> Void
        ) async throws -> Void

    let description: String
    let join: Join

    #if NATS
        static let all: [LinkRig] = [.inProcess, .socket] + (NATSAccess.isTested ? [.nats] : [])

        static let nats = LinkRig(description: "NATS") { harness, story in
            let access = NATSAccess.testing()
            try await harness.listening(on: access) { try await story(RemoteLink.testing(access)) }
        }
    #else
        static let all: [LinkRig] = [.inProcess, .socket]
    #endif

    static let inProcess = LinkRig(description: "in process") { harness, story in
        try await story(InProcessLink(core: harness.core))
    }

    static let socket = LinkRig(description: "Unix socket") { harness, story in
        let address = String.temporarySocket()
        try await harness.listening(at: address) {
            try await story(RemoteLink.testing(address))
        }
    }
}

extension LinkTiming {
    /// Of links whose beats are not the story: no silence ends them, however long the machine is busy elsewhere.
    static let patient = LinkTiming(silence: .seconds(3600))
}

extension BackoffSchedule {
    /// Of tests, which do not wait.
    static let eager = BackoffSchedule(
        first: .milliseconds(5),
        limit: .milliseconds(20),
        jitter: 0.5...1,
        proof: .seconds(60)
    )
}

extension String {
    /// The path of a socket that nobody else has.
    static func temporarySocket() -> Self {
        "\(FileManager.default.temporaryDirectory.path)/m-\(UUID().uuidString.prefix(13)).sock"
    }
}

extension RemoteLink {
    /// A link over a Unix socket.
    static func testing(
        _ path: String,
        _ patience: Patience = Patience(),
        timing: LinkTiming = .patient
    ) -> RemoteLink {
        let logger = Logger(label: "test")
        let carrier = SocketCarrier(
            to: path,
            as: EdgeIdentity(name: "edge", incarnation: 1),
            eventLoop: MultiThreadedEventLoopGroup.singleton.any(),
            timing: timing,
            logger: logger
        )
        return RemoteLink(
            over: carrier,
            schedule: .eager,
            patience: patience,
            logger: logger
        )
    }
}

#if NATS
    extension NATSAccess {
        /// Whether there is a server to test with, as `Scripts/with-nats.sh` has it.
        static var isTested: Bool { Self.address != nil }

        private static let address = ProcessInfo.processInfo.environment["MARTLET_TEST_NATS"]

        /// A place on the server where nobody else says anything.
        static func testing() -> NATSAccess {
            var settings = ServerSettings.Bus()
            settings.prefix = "test.\(UUID().uuidString)"
            return NATSAccess(servers: [Self.address ?? ""], settings: settings)
        }
    }

    extension RemoteLink {
        /// A link over NATS, of an edge that bears a name.
        static func testing(
            _ access: NATSAccess,
            as edge: String = "edge",
            _ patience: Patience = Patience(),
            timing: LinkTiming = .patient
        ) -> RemoteLink {
            let logger = Logger(label: "test")
            let carrier = NATSCarrier(
                to: access,
                as: EdgeIdentity(name: edge, incarnation: 1),
                eventLoop: MultiThreadedEventLoopGroup.singleton.any(),
                entropy: .system,
                timing: timing,
                logger: logger
            )
            return RemoteLink(over: carrier, schedule: .eager, patience: patience, logger: logger)
        }
    }
#endif

extension CoreHarness {
    /// Takes edges on at an address while a story runs, and then lets them go as a planned stop does.
    func listening(
        at path: String,
        outgoing: Int = 64 * 1024 * 1024,
        timing: LinkTiming = .patient,
        _ story: () async throws -> Void
    ) async throws {
        let (bound, isBound) = AsyncStream<Void>.makeStream()
        let listener = SocketLinkListener(
            for: LinkedCore(self.core, logger: Logger(label: "test")),
            at: path,
            group: MultiThreadedEventLoopGroup.singleton,
            timing: timing,
            outgoing: outgoing,
            onListening: { isBound.finish() }
        )
        try await Self.running(listener, until: bound, story)
    }

    #if NATS
        /// Takes edges on over NATS while a story runs, and then lets them go as a planned stop does.
        func listening(
            on access: NATSAccess,
            leads: @escaping @Sendable () -> Bool = { true },
            _ story: () async throws -> Void
        ) async throws {
            let (bound, isBound) = AsyncStream<Void>.makeStream()
            let host = NATSHost(
                for: LinkedCore(self.core, logger: Logger(label: "test")),
                on: access,
                eventLoop: MultiThreadedEventLoopGroup.singleton.any(),
                entropy: .system,
                schedule: .eager,
                leads: leads,
                onConnected: { isBound.finish() }
            )
            try await Self.running(host, until: bound, story)
        }
    #endif

    private static func running(
        _ service: some Service,
        until bound: AsyncStream<Void>,
        _ story: () async throws -> Void
    ) async throws {
        let group = ServiceGroup(
            configuration: ServiceGroupConfiguration(services: [service], logger: Logger(label: "test"))
        )
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await group.run() }
            for await _ in bound {}
            do {
                try await story()
            } catch {
                await group.triggerGracefulShutdown()
                throw error
            }
            await group.triggerGracefulShutdown()
            try await tasks.waitForAll()
        }
    }
}

extension Link {
    /// Follows while a story runs, from where the follower is.
    func followed(by follower: LinkFollower, _ story: () async throws -> Void) async throws {
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await self.follow(as: follower, from: { follower.position }, { follower.hear($0) }) }
            await follower.waitUntilJoined()
            try await story()
            tasks.cancelAll()
        }
    }

    func entries(after seq: Seq, limit: Int) async throws -> [LogEntry] {
        try await withCheckedThrowingContinuation { done in
            self.entries(after: seq, limit: limit) { done.resume(with: $0) }
        }
    }

    func attach(_ request: AttachRequest) async throws -> MartletServer.Attachment {
        try await withCheckedThrowingContinuation { done in self.attach(request) { done.resume(with: $0) } }
    }

    func replay(_ request: ReplayRequest) async throws -> [LogEntry] {
        try await withCheckedThrowingContinuation { done in self.replay(request) { done.resume(with: $0) } }
    }

    func count(_ request: ReplayRequest) async throws -> Int {
        try await withCheckedThrowingContinuation { done in self.count(request) { done.resume(with: $0) } }
    }

    func presence(of workspaces: [WorkspaceID]) async throws -> [[UInt8]] {
        try await withCheckedThrowingContinuation { done in
            self.presence(of: workspaces) { done.resume(with: $0) }
        }
    }

    func call(_ text: String, as user: UserID) async throws -> String? {
        try await withCheckedThrowingContinuation { done in
            let caller = Caller(userID: user, isOperator: user == Caller.operatorID)
            self.call(ForwardedCall(caller: caller, body: Array(text.utf8))) { answer in
                done.resume(with: answer.map { $0.map { String(decoding: $0, as: UTF8.self) } })
            }
        }
    }
}
