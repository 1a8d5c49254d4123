// SPDX-License-Identifier: Apache-2.0

import Hummingbird
package import Logging
package import NIOCore
import ServiceLifecycle

/// A second port for health and metrics alone: open to whoever reaches it, and never TLS.
///
/// It goes on answering while the server drains, and is to be stopped last.
package struct OperationsServer: Service {
    private let server: HTTPServer

    package init(
        host: String,
        port: Int,
        routes: OperationsRoutes,
        eventLoopGroup: any EventLoopGroup,
        logger: Logger,
        onBound: @escaping @Sendable (SocketAddress) -> Void = { _ in }
    ) {
        let router = Router(context: BasicRequestContext.self)
        routes.add(to: router) { _, _ in nil }
        self.server = HTTPServer(
            configuration: HTTPServerConfiguration(host: host, port: port),
            responder: HTTPServer.responder(router.buildResponder(), logger: logger),
            decide: { _, _ in .now(.notAnUpgrade) },
            eventLoopGroup: eventLoopGroup,
            logger: logger,
            onBound: onBound
        )
    }

    package func run() async throws {
        try await self.server.run()
    }
}
