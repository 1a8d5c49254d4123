// SPDX-License-Identifier: Apache-2.0

import Logging
package import MartletRules
import MartletStore
import MartletWire
package import NIOCore
import NIOPosix
import ServiceLifecycle
import Synchronization

/// The core's end of the Unix socket: takes edges on, tells all of them the log, and answers each.
///
/// An edge that does not read is cut off; when it is back it asks for what it has missed. At graceful shutdown what
/// was asked is answered, which for a change means committed, before the connections end.
package final class SocketLinkListener: Service {
    private let host: LinkedCore
    private let logger: Logger
    /// The most bytes of news that may wait for one edge.
    private let outgoing: Int
    private let timing: LinkTiming
    private let path: String
    private let group: any EventLoopGroup
    private let onListening: @Sendable () -> Void
    private let state = Mutex(State())

    /// An edge, and the way to it.
    private struct Peer: Sendable {
        var edge: LinkedEdge
        var outbox: LinkOutbox
    }

    private struct State {
        var connected: [ObjectIdentifier: Peer] = [:]
        var joined: [Peer] = []
        var isClosing = false
    }

    package init(
        for host: LinkedCore,
        at path: String,
        group: any EventLoopGroup,
        timing: LinkTiming = LinkTiming(),
        outgoing: Int = 64 * 1024 * 1024,
        onListening: @escaping @Sendable () -> Void = {}
    ) {
        self.host = host
        self.logger = host.logger
        self.timing = timing
        self.path = path
        self.group = group
        self.outgoing = outgoing
        self.onListening = onListening
    }

    package func run() async throws {
        let name = "events \(self.path)"
        self.host.core.followers.add(name) { news in self.hear(news) }
        defer { self.host.core.followers.remove(name) }
        let server = try await self.listen()
        self.logger.info("edges are taken on", metadata: [LogKey.address: "unix:\(self.path)"])
        self.onListening()
        try? await gracefulShutdown()
        try? await server.close()
        unlink(self.path)
        await self.finish()
    }

    private func listen() async throws -> any NIOCore.Channel {
        let descriptor = try EventsSocket.make(self.path)
        return try await ServerBootstrap(group: self.group)
            .childChannelOption(
                .recvAllocator,
                value: AdaptiveRecvByteBufferAllocator(minimum: 1024, initial: 65_536, maximum: 1_048_576)
            )
            .childChannelInitializer { channel in self.setUp(channel) }
            .withBoundSocket(descriptor)
            .get()
    }

    private func setUp(_ channel: any NIOCore.Channel) -> EventLoopFuture<Void> {
        let bound = NIOLoopBound(channel.pipeline.syncOperations, eventLoop: channel.eventLoop)
        return EventsSocket.isOwn(channel).flatMapThrowing { isOwn in
            guard isOwn else {
                self.logger.error("another user's process is refused on the events socket")
                throw ChannelError.operationUnsupported
            }
            let outbox = LinkOutbox(channel, limit: self.outgoing)
            let edge = LinkedEdge(outbox, of: self.host) { edge, hello in
                self.join(Peer(edge: edge, outbox: outbox), hello)
            }
            let handler = LinkChannelHandler(
                timing: self.timing,
                beat: { CoreMessage.beat(self.beat) },
                received: { frames in
                    edge.received(frames)
                    outbox.pauseIfCongested()
                },
                faulted: { fault in
                    self.logger.error("an edge's frames cannot be read", metadata: [LogKey.reason: "\(fault.reason)"])
                },
                silenced: {
                    let name = edge.identity?.name ?? ""
                    self.logger.warning("an edge says nothing", metadata: [LogKey.address: "\(name)"])
                },
                ended: { self.ended(edge) }
            )
            try bound.value.addHandler(handler)
            self.state.withLock { $0.connected[ObjectIdentifier(edge)] = Peer(edge: edge, outbox: outbox) }
        }
    }

    /// Answers what was asked, then lets everyone go.
    private func finish() async {
        let edges = self.state.withLock { state in
            state.isClosing = true
            return state.connected.values.map(\.edge)
        }
        for edge in edges { edge.finish() }
        let deadline = ContinuousClock.now + .seconds(5)
        while !Task.isCancelled, !edges.allSatisfy(\.isIdle), .now < deadline {
            try? await Task.sleep(for: .milliseconds(5))
        }
        for edge in edges { edge.line.close() }
    }
}

// MARK: - Edges

extension SocketLinkListener {
    /// Takes an edge on: it hears everything that is committed after the position it is told.
    private func join(_ peer: Peer, _ hello: LinkHello) {
        let earlier = self.host.core.withAccounts { accounts in
            self.state.withLock { state in
                let span = self.host.core.store.extent
                let welcome = self.host.welcome(to: hello.from, in: span, accounts: accounts, beat: self.beat)
                peer.outbox.send(CoreMessage.joined(welcome))
                let earlier = state.joined.filter { $0.edge.identity?.name == hello.edge }
                state.joined.removeAll { $0.edge.identity?.name == hello.edge }
                state.joined.append(peer)
                self.host.core.edges.add(hello.edge, peer.edge)
                return earlier
            }
        }
        // Its own earlier connection, which it has given up.
        for peer in earlier { peer.outbox.cut() }
        self.logger.info("an edge has joined", metadata: [LogKey.address: "\(hello.edge)"])
    }

    private var beat: CoreBeat { CoreBeat(isWritable: self.host.isWritable) }

    private func ended(_ edge: LinkedEdge) {
        edge.ended()
        let wasJoined = self.state.withLock { state in
            state.connected[ObjectIdentifier(edge)] = nil
            guard state.joined.contains(where: { $0.edge === edge }) else { return false }
            state.joined.removeAll { $0.edge === edge }
            if let identity = edge.identity { self.host.core.edges.remove(identity.name) }
            return true
        }
        guard wasJoined, let identity = edge.identity else { return }
        self.logger.info("an edge has gone", metadata: [LogKey.address: "\(identity.name)"])
        self.host.core.presence.lost(identity)
    }

    /// Tells every edge, encoded once.
    private func hear(_ news: LinkNews) {
        // Whoever joins from here on is told a position past this.
        guard self.state.withLock({ !$0.joined.isEmpty }) else { return }
        let frames = self.frames(news)
        guard frames.readableBytes > 0 else { return }
        let cutOff = self.state.withLock { state in
            state.joined.filter { !$0.outbox.send(frame: frames, isNews: true) }
        }
        for peer in cutOff {
            self.logger.warning(
                "an edge that does not read is cut off",
                metadata: [LogKey.address: "\(peer.edge.identity?.name ?? "")"]
            )
        }
    }

    private func frames(_ news: LinkNews) -> ByteBuffer {
        switch news {
        case .joined, .head, .lost: return ByteBuffer()
        case .entries(let entries, _):
            let epoch = self.host.core.position.epoch
            var frames = ByteBuffer()
            for entry in entries {
                frames.writeImmutableBuffer(Self.frame(.entry(LinkEnvelope(epoch: epoch, entry: entry))))
            }
            return frames
        case .ephemeral(let ephemeral): return Self.frame(.ephemeral(ephemeral))
        case .presence(let news): return Self.frame(.presence(news))
        case .accounts(let news): return Self.frame(.accounts(news))
        }
    }

    private static func frame(_ message: CoreMessage) -> ByteBuffer {
        (try? WireEncoder().encode(message)).flatMap(LinkFrame.encode) ?? ByteBuffer()
    }
}
