// SPDX-License-Identifier: Apache-2.0

import NIOCore
import NIOPosix
import Synchronization

/// A network between a client and a server that cuts, delays and swallows bytes, as a test says.
///
/// The client's end stays where it is when the server moves to another port.
final class BadNetwork: Sendable {
    private struct State {
        var port: Int
        var delay = TimeAmount.zero
        var isSwallowing = false
        var channels: [ObjectIdentifier: any NIOCore.Channel] = [:]
    }

    private let state: Mutex<State>
    private let listener: Mutex<(any NIOCore.Channel)?> = Mutex(nil)

    private init(to port: Int) {
        self.state = Mutex(State(port: port))
    }

    /// The URL to give to a client.
    var url: String { "http://127.0.0.1:\(self.listener.withLock { $0 }?.localAddress?.port ?? 0)" }

    /// Lays a network to a server on loopback.
    static func laid(to url: String) async throws -> BadNetwork {
        let network = BadNetwork(to: Self.port(of: url))
        let listener = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelOption(.autoRead, value: false)
            .childChannelInitializer { near in network.connect(near) }
            .bind(host: "127.0.0.1", port: 0).get()
        network.listener.withLock { $0 = listener }
        return network
    }

    /// Leads to another server from now on.
    func lead(to url: String) {
        self.state.withLock { $0.port = Self.port(of: url) }
    }

    /// Carries each byte so much later.
    func delay(by delay: TimeAmount) {
        self.state.withLock { $0.delay = delay }
    }

    /// Takes every byte and brings none, until told otherwise.
    func swallow(_ isSwallowing: Bool) {
        self.state.withLock { $0.isSwallowing = isSwallowing }
    }

    /// Cuts every connection.
    func cut() {
        let channels = self.state.withLock { state in
            defer { state.channels = [:] }
            return Array(state.channels.values)
        }
        for channel in channels { channel.close(promise: nil) }
    }

    /// Takes it down.
    func close() async throws {
        self.cut()
        try await self.listener.withLock { $0 }?.close()
    }

    private static func port(of url: String) -> Int {
        url.split(separator: ":").last.flatMap { Int($0) } ?? 0
    }

    private func connect(_ near: any NIOCore.Channel) -> EventLoopFuture<Void> {
        let port = self.state.withLock { $0.port }
        self.carry(near)
        return ClientBootstrap(group: near.eventLoop)
            .channelOption(.autoRead, value: false)
            .connect(host: "127.0.0.1", port: port)
            .flatMap { far in
                self.carry(far)
                // Whoever was cut while this was dialled leaves nothing behind at the other end.
                near.closeFuture.whenComplete { _ in far.close(promise: nil) }
                far.closeFuture.whenComplete { _ in near.close(promise: nil) }
                return near.eventLoop.makeCompletedFuture {
                    try near.pipeline.syncOperations.addHandler(Wire(to: far, of: self))
                    try far.pipeline.syncOperations.addHandler(Wire(to: near, of: self))
                }.flatMap {
                    far.setOption(.autoRead, value: true)
                }.flatMap {
                    near.setOption(.autoRead, value: true)
                }
            }
    }

    private func carry(_ channel: any NIOCore.Channel) {
        let name = ObjectIdentifier(channel)
        self.state.withLock { $0.channels[name] = channel }
        channel.closeFuture.whenComplete { _ in self.state.withLock { _ = $0.channels.removeValue(forKey: name) } }
    }

    /// What becomes of bytes now: when they go on, or nil if they do not.
    fileprivate var passage: TimeAmount? {
        self.state.withLock { $0.isSwallowing ? nil : $0.delay }
    }
}

/// One direction of one connection; what goes in first comes out first, whatever the delay becomes meanwhile.
private final class Wire: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let peer: any NIOCore.Channel
    private let network: BadNetwork
    private var lastArrival = NIODeadline.uptimeNanoseconds(0)

    init(to peer: any NIOCore.Channel, of network: BadNetwork) {
        self.peer = peer
        self.network = network
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard let delay = self.network.passage else { return }
        let (bytes, peer) = (Self.unwrapInboundIn(data), self.peer)
        self.lastArrival = max(self.lastArrival, .now() + delay)
        context.eventLoop.scheduleTask(deadline: self.lastArrival) { peer.writeAndFlush(bytes, promise: nil) }
    }
}
