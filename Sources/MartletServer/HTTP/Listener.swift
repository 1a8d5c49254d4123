// SPDX-License-Identifier: Apache-2.0

import NIOCore
import NIOPosix

/// A listening socket, and the event loops its connections live on.
struct Listener: Sendable {
    let address: SocketAddress
    private let channel: any Channel
    private let loops: [NIOLoopBound<SocketLoop>]

    static func bind(
        _ configuration: HTTPServerConfiguration,
        acceptor: Acceptor,
        group: any EventLoopGroup
    ) async throws -> Listener {
        var loops: [ObjectIdentifier: NIOLoopBound<SocketLoop>] = [:]
        var settings = configuration.sockets
        settings.sendsDirectly = configuration.tls == nil
        for eventLoop in group.makeIterator() {
            let loop = eventLoop.submit { [settings] in
                NIOLoopBound(SocketLoop(eventLoop: eventLoop, settings: settings), eventLoop: eventLoop)
            }
            loops[ObjectIdentifier(eventLoop)] = try await loop.get()
        }
        let bootstrap = ServerBootstrap(group: group)
            .serverChannelOption(.backlog, value: numericCast(configuration.backlog))
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            // A storm of returning clients: take many at a time.
            .serverChannelOption(.maxMessagesPerRead, value: 16)
            .serverChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    // Out of file descriptors: wait for some, instead of spinning.
                    try channel.pipeline.syncOperations.addHandler(AcceptBackoffHandler())
                }
            }
            .childChannelInitializer { [loops] channel in
                channel.eventLoop.makeCompletedFuture {
                    guard let loop = loops[ObjectIdentifier(channel.eventLoop)] else {
                        preconditionFailure("a connection was given to a loop outside the server's group")
                    }
                    try acceptor.setUp(channel, on: loop.value)
                }
            }
        do {
            let channel = try await bootstrap.bind(host: configuration.host, port: configuration.port).get()
            guard let address = channel.localAddress else { throw ChannelError.unknownLocalAddress }
            return Listener(address: address, channel: channel, loops: Array(loops.values))
        } catch {
            throw ListenError(host: configuration.host, port: configuration.port, cause: error)
        }
    }

    /// Stops accepting and asks every connection to finish; calls back when the last has gone.
    ///
    /// A request whose end never comes does not hold that up: after the farewell time what is left is cut.
    func shutDown(_ emptied: @escaping @Sendable () -> Void) {
        self.stop(
            { loop in
                loop.eventLoop.scheduleTask(in: loop.value.settings.farewellTimeout) { loop.value.abort() }
            },
            emptied
        )
    }

    /// Stops accepting and cuts every connection; calls back when the last has gone.
    func abort(_ emptied: @escaping @Sendable () -> Void) {
        self.stop({ $0.value.abort() }, emptied)
    }

    private func stop(
        _ also: @escaping @Sendable (NIOLoopBound<SocketLoop>) -> Void,
        _ emptied: @escaping @Sendable () -> Void
    ) {
        // Closed first, so that what was accepted before it is on its loop before the loop is asked.
        self.channel.close().whenComplete { _ in
            let gone = self.loops.map { loop in
                loop.eventLoop.flatSubmit {
                    let promise = loop.eventLoop.makePromise(of: Void.self)
                    loop.value.quiesce(promise)
                    also(loop)
                    return promise.futureResult
                }
            }
            EventLoopFuture.andAllComplete(gone, on: self.channel.eventLoop).whenComplete { _ in emptied() }
        }
    }
}
