// SPDX-License-Identifier: Apache-2.0

import Hummingbird
import MartletRules
import MartletWire

/// Every HTTP route of an edge.
struct Routes: Sendable {
    let context: SocketContext
    let edge: Edge
    let operations: OperationsRoutes
    let isSecure: Bool
    let connectionID: @Sendable () -> ConnectionID
    /// What clients are told at `/config.json`.
    let configuration: ClientDocument
    /// Where uploads are.
    var media: any MediaLibrary
    /// What browsers are shown.
    let pages: PageFiles

    /// Builds the router.
    func router() -> Router<RouteContext> {
        let router = Router(context: RouteContext.self)
        router.add(middleware: CrossOrigin(access: self.context.access, isSecure: self.isSecure))
        router.add(
            middleware: Gatekeeper(
                access: self.context.access,
                isSecure: self.isSecure,
                clock: self.context.clock
            )
        )
        let rpc = RPCRoute(link: self.context.link, limits: self.context.limits)
        router.post("/rpc") { request, context in
            guard let caller = context.caller else { return Response.refused(.notAuthenticated) }
            return try await rpc.answer(request, for: caller)
        }
        let poll = PollRoute(
            edge: self.edge,
            limits: self.context.limits,
            connectionID: self.connectionID,
            clock: self.context.clock
        )
        let stream = EventStreamRoute(edge: self.edge, context: self.context, connectionID: self.connectionID)
        router.get("/v1/events") { request, context in
            guard let caller = context.caller else { return Response.refused(.notAuthenticated) }
            if request.headers[.accept]?.contains("text/event-stream") == true {
                return stream.answer(request, for: caller, on: context.eventLoop)
            }
            return try await poll.answer(request, for: caller, on: context.eventLoop)
        }
        let session = SessionRoute(access: self.context.access, clock: self.context.clock)
        session.add(to: router)
        WorkSessionRoute(link: self.context.link, limits: self.context.limits).add(to: router)
        MediaRoute(library: self.media, limits: self.context.limits).add(to: router)
        PageRoutes(access: self.context.access, files: self.pages).add(to: router)
        DocumentRoutes(configuration: self.configuration).add(to: router)
        self.operations.add(to: router) { _, _ in nil }
        return router
    }
}
