// SPDX-License-Identifier: Apache-2.0

import HTTPTypes
import Hummingbird
import MartletRules
import MartletWire
import NIOCore

/// Asks of every request to the router whether it may be answered, before anything reads its body.
struct Gatekeeper<Context: CallerContext>: RouterMiddleware {
    let access: AccessControl
    let isSecure: Bool
    let clock: @Sendable () -> Timestamp

    func handle(
        _ request: Hummingbird.Request,
        context: Context,
        next: @concurrent (Hummingbird.Request, Context) async throws -> Response
    ) async throws -> Response {
        if case .refuse(let refusal) = self.access.verdict(on: request.head, isSecure: self.isSecure) {
            let status = HTTPResponse.Status(code: refusal.httpStatus)
            return .json(ResponseBytes.encode(id: .null, .failure(refusal.rpcError)), status: status)
        }
        let isSafe = request.method == .get || request.method == .head
        let route = AccessRoute(path: request.uri.path, isSafe: isSafe)
        switch await self.decision(on: request, to: route) {
        case .allow(let caller):
            var context = context
            context.caller = caller
            return try await next(request, context)
        case .awaitOpen:
            return .refused(.notAuthenticated)
        case .refuse(let refusal):
            return .refused(refusal)
        }
    }

    private func decision(on request: Hummingbird.Request, to route: AccessRoute) async -> AccessDecision {
        let credentials = self.access.credentials(in: request.headers, for: route)
        let now = self.clock()
        if let decision = self.access.decision(on: credentials, to: route, at: now) { return decision }
        return await self.access.resolvedDecision(on: credentials, to: route, at: now)
    }
}

extension Response {
    /// What somebody is answered who is not let in.
    static func refused(_ refusal: AccessRefusal) -> Response {
        var headers = HTTPFields()
        headers[.wwwAuthenticate] = refusal.challenge
        let status = HTTPResponse.Status(code: refusal.httpStatus)
        return .json(ResponseBytes.encode(id: .null, .failure(refusal.rpcError)), status: status, headers: headers)
    }
}

/// A request's context with who sent it.
protocol CallerContext: RequestContext {
    var caller: Caller? { get set }
}

/// The context of every route.
struct RouteContext: CallerContext {
    var coreContext: CoreRequestContextStorage
    var caller: Caller?
    /// The loop of the request's connection.
    let eventLoop: any EventLoop

    init(source: ApplicationRequestContextSource) {
        self.coreContext = .init(source: source)
        self.eventLoop = source.channel.eventLoop
    }
}
