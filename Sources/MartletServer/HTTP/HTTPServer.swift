// SPDX-License-Identifier: Apache-2.0

package import Hummingbird
import HummingbirdCore
package import Logging
package import NIOCore
import NIOHTTP1
import NIOPosix
import ServiceLifecycle

/// One listening port: HTTP/1.1, HTTP/2 under TLS, and WebSockets.
///
/// An accepted connection costs no task until it has shown itself to be HTTP, so that one that becomes a WebSocket
/// never costs any. Requests go to the responder, a task for each connection.
///
/// `run()` returns when the last connection has ended. At graceful shutdown it stops accepting, ends idle HTTP
/// connections, and tells each socket's delegate, who closes when it sees fit; cancelled, it cuts all connections.
package struct HTTPServer: Service {
    package typealias Responder = HTTP1Channel.Responder

    private let configuration: HTTPServerConfiguration
    private let responder: Responder
    private let decide: UpgradeDecision.Decider
    private let eventLoopGroup: any EventLoopGroup
    private let logger: Logger
    private let onBound: @Sendable (SocketAddress) -> Void

    /// Makes a server that listens when it is run.
    ///
    /// `responder` answers requests, and ``responder(_:logger:)`` makes one of a router; `decide` decides on requests
    /// to become a WebSocket; `onBound` is called once, with the address in use, when connections are accepted.
    package init(
        configuration: HTTPServerConfiguration,
        responder: @escaping Responder,
        decide: @escaping UpgradeDecision.Decider,
        eventLoopGroup: any EventLoopGroup,
        logger: Logger,
        onBound: @escaping @Sendable (SocketAddress) -> Void = { _ in }
    ) {
        self.configuration = configuration
        self.responder = responder
        self.decide = decide
        self.eventLoopGroup = eventLoopGroup
        self.logger = logger
        self.onBound = onBound
    }

    package func run() async throws {
        let requests = HandOff<@Sendable () async -> Void>()
        let acceptor = Acceptor(
            configuration: self.configuration,
            responder: self.responder,
            decide: self.decide,
            logger: self.logger,
            requests: requests
        )
        let listener = try await Listener.bind(self.configuration, acceptor: acceptor, group: self.eventLoopGroup)
        await withTaskCancellationHandler {
            await withGracefulShutdownHandler {
                self.onBound(listener.address)
                await withDiscardingTaskGroup { group in
                    while let serve = await requests.next() {
                        group.addTask { await serve() }
                    }
                }
            } onGracefulShutdown: {
                listener.shutDown { requests.finish() }
            }
        } onCancel: {
            listener.abort { requests.finish() }
        }
    }
}

extension HTTPServer: CustomStringConvertible {
    /// What a service group's log calls it; the configuration is nobody's business there.
    package var description: String { "HTTPServer" }
}

extension HTTPServer {
    /// What answers requests by a router: an error without a response of its own becomes a bare 500.
    package static func responder<Router: HTTPResponder>(_ router: Router, logger: Logger) -> Responder
    where Router.Context: InitializableFromSource<ApplicationRequestContextSource> {
        { request, writer, channel in
            var response: Response
            do {
                let context = Router.Context(source: .init(channel: channel, logger: logger))
                response = try await router.respond(to: request, context: context)
            } catch let error as HTTPParserError {
                // The connection answers 400 itself.
                throw error
            } catch {
                logger.debug("a request failed", metadata: ["error": "\(type(of: error))"])
                response = Response(status: .internalServerError)
            }
            try await writer.write(response: response.head, body: response.body)
        }
    }
}
