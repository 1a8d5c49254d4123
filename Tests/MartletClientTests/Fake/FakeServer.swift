// SPDX-License-Identifier: Apache-2.0

import NIOCore
import NIOHTTP1
import NIOPosix
import NIOWebSocket

/// A server on loopback that does what a test tells it, one connection after the other.
struct FakeServer: Sendable {
    /// What it does next.
    let script: FakeScript
    private let channel: any NIOCore.Channel
    private let accepted: AsyncStream<FakeSocket>

    /// The URL to give to a client.
    var url: String { "http://127.0.0.1:\(self.channel.localAddress?.port ?? 0)" }

    /// Runs a test against a server of its own.
    @discardableResult
    static func serving<Answer>(_ body: (FakeServer) async throws -> Answer) async throws -> Answer {
        let server = try await Self.start()
        do {
            let answer = try await body(server)
            try await server.channel.close()
            return answer
        } catch {
            try? await server.channel.close()
            throw error
        }
    }

    /// The next socket that was upgraded.
    func socket() async throws -> FakeSocket {
        for await socket in self.accepted { return socket }
        throw CancellationError()
    }

    private static func start() async throws -> FakeServer {
        let script = FakeScript()
        let (accepted, accept) = AsyncStream<FakeSocket>.makeStream()
        let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture { try Self.prepare(channel, script, accept) }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        return FakeServer(script: script, channel: channel, accepted: accepted)
    }

    private static func prepare(
        _ channel: any NIOCore.Channel,
        _ script: FakeScript,
        _ accept: AsyncStream<FakeSocket>.Continuation
    ) throws {
        let http = FakeHTTPHandler(script: script)
        let upgrader = NIOWebSocketServerUpgrader(
            shouldUpgrade: { channel, head in
                switch script.nextAnswer() {
                case .upgrade:
                    channel.eventLoop.makeSucceededFuture(["Sec-WebSocket-Protocol": "martlet.v1"])
                case .refuse(let status, let headers):
                    channel.eventLoop.makeCompletedFuture {
                        try channel.pipeline.syncOperations.handler(type: FakeHTTPHandler.self).refuse(status, headers)
                        return nil
                    }
                }
            },
            upgradePipelineHandler: { channel, head in
                channel.eventLoop.makeCompletedFuture {
                    let socket = FakeSocket(head: head, channel: channel)
                    try channel.pipeline.syncOperations.addHandler(FakeSocketHandler(socket.heard))
                    accept.yield(socket)
                }
            }
        )
        try channel.pipeline.syncOperations.configureHTTPServerPipeline(
            withServerUpgrade: (
                upgraders: [upgrader],
                completionHandler: { context in
                    let pipeline = context.pipeline.syncOperations
                    guard let http = try? pipeline.handler(type: FakeHTTPHandler.self) else { return }
                    pipeline.removeHandler(http, promise: nil)
                }
            )
        )
        try channel.pipeline.syncOperations.addHandler(http)
    }
}
