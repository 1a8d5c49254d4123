// SPDX-License-Identifier: Apache-2.0

import Hummingbird
import Logging
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL
import ServiceLifecycle
import Synchronization

@testable import MartletServer

/// A server on a port of its own, with a path for each way to decide.
struct TestServer {
    let address: SocketAddress
    let stop: GracefulShutdownTrigger

    /// Ends the server when it is called, as SIGTERM would.
    struct GracefulShutdownTrigger: Sendable {
        fileprivate let trigger: @Sendable () async -> Void
        func callAsFunction() async { await self.trigger() }
    }

    static func running<Result: Sendable>(
        _ change: (inout HTTPServerConfiguration) -> Void = { _ in },
        decide: @escaping UpgradeDecision.Decider = Self.decide,
        _ body: @escaping @Sendable (TestServer) async throws -> Result
    ) async throws -> Result {
        var configuration = HTTPServerConfiguration(host: "127.0.0.1", port: 0)
        change(&configuration)
        let (bound, whenBound) = AsyncStream<SocketAddress>.makeStream()
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        let server = HTTPServer(
            configuration: configuration,
            responder: HTTPServer.responder(Self.router().buildResponder(), logger: logger),
            decide: decide,
            eventLoopGroup: .singletonMultiThreadedEventLoopGroup,
            logger: logger,
            onBound: { whenBound.yield($0) }
        )
        let group = ServiceGroup(configuration: .init(services: [.init(service: server)], logger: logger))
        return try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask {
                defer { whenBound.finish() }
                try await group.run()
            }
            guard let address = await bound.first(where: { _ in true }) else {
                try await tasks.waitForAll()
                preconditionFailure("the server ended without an error before it was bound")
            }
            let stop = GracefulShutdownTrigger { await group.triggerGracefulShutdown() }
            let result = try await body(TestServer(address: address, stop: stop))
            tasks.cancelAll()
            try? await tasks.waitForAll()
            return result
        }
    }

    @Sendable static func decide(_ head: HTTPRequestHead, _ channel: any Channel) -> UpgradeDecision.Answer {
        let echo = UpgradeDecision.accept(.init(maximumMessageSize: 100_000) { EchoDelegate() })
        switch head.uri {
        case "/echo":
            return .now(echo)
        case "/echo-later":
            return .later(channel.eventLoop.scheduleTask(in: .milliseconds(50)) { echo }.futureResult)
        case "/echo-never":
            return .later(channel.eventLoop.makePromise().futureResult)
        case "/fails":
            return .later(channel.eventLoop.makeFailedFuture(ChannelError.eof))
        case "/v1":
            let headers: HTTPHeaders = ["Set-Cookie": "a=b"]
            return .now(.accept(.init(subprotocol: "martlet.v1", headers: headers) { EchoDelegate() }))
        case "/not-you":
            return .now(.acceptAndClose(code: 4003, reason: "not you"))
        case "/forbidden":
            let body = ByteBuffer(string: #"{"code":-32003}"#)
            return .now(.refuse(.init(status: .forbidden, headers: ["X-Reason": "origin"], body: body)))
        default:
            return .now(.notAnUpgrade)
        }
    }

    private static func router() -> Router<BasicRequestContext> {
        let router = Router()
        router.get("/hello") { _, _ in "hello" }
        router.post("/count") { request, _ in
            var count = 0
            for try await part in request.body {
                count += part.readableBytes
            }
            return "\(count) bytes"
        }
        router.get("/stream") { _, _ in
            Response(
                status: .ok,
                body: ResponseBody { writer in
                    try await writer.write(ByteBuffer(string: "one "))
                    try await writer.write(ByteBuffer(string: "two"))
                    try await writer.finish(nil)
                }
            )
        }
        return router
    }
}
