// SPDX-License-Identifier: Apache-2.0

import MartletRules
package import MartletWire
package import NIOCore
package import NIOHTTP1

/// Decides on every request to become a WebSocket.
package struct Upgrades: Sendable {
    private let context: SocketContext
    private let edge: Edge
    private let isSecure: Bool
    private let limited = RateLimitMetrics()
    private let connectionID: @Sendable () -> ConnectionID

    package init(
        context: SocketContext,
        edge: Edge,
        isSecure: Bool,
        connectionID: @escaping @Sendable () -> ConnectionID
    ) {
        self.context = context
        self.edge = edge
        self.isSecure = isSecure
        self.connectionID = connectionID
    }

    /// Decides, on the channel's loop.
    package func decide(_ head: HTTPRequestHead, _ channel: any NIOCore.Channel) -> UpgradeDecision.Answer {
        let target = RequestTarget(head.uri)
        let route = AccessRoute(path: target.path, isSafe: true)
        guard route.isUpgrade else { return .now(.notAnUpgrade) }
        if case .refuse(let refusal) = self.context.access.verdict(on: head, to: route, isSecure: self.isSecure) {
            return .now(.refuse(UpgradeDecision.Refusal(refusal)))
        }
        let credentials = self.context.access.credentials(in: head.headers, for: route)
        let now = self.context.clock()
        if let decision = self.context.access.decision(on: credentials, to: route, at: now) {
            return .now(self.upgrade(decision, head, target, route, on: channel.eventLoop))
        }
        let promise = channel.eventLoop.makePromise(of: UpgradeDecision.self)
        let eventLoop = channel.eventLoop
        self.context.tasks.run {
            let decision = await self.context.access.resolvedDecision(on: credentials, to: route, at: now)
            eventLoop.execute { promise.succeed(self.upgrade(decision, head, target, route, on: eventLoop)) }
        }
        return .later(promise.futureResult)
    }

    private func upgrade(
        _ decision: AccessDecision,
        _ head: HTTPRequestHead,
        _ target: RequestTarget,
        _ route: AccessRoute,
        on eventLoop: any EventLoop
    ) -> UpgradeDecision {
        if case .echo = route { return Self.echo(decision) }
        let offered = head.headers[canonicalForm: "sec-websocket-protocol"].map(String.init)
        guard offered.isEmpty || offered.contains(Self.version) else {
            return .acceptAndClose(code: CloseCode.unsupportedVersion.rawValue, reason: "", subprotocol: offered.first)
        }
        let subprotocol = offered.isEmpty ? nil : Self.version
        let admission: SocketRequest.Admission
        switch decision {
        case .allow(let caller?): admission = .caller(caller)
        case .awaitOpen:
            guard case .socket(let path) = route else { return .notAnUpgrade }
            admission = .awaitingOpen(path)
        case .allow(nil): return .notAnUpgrade
        case .refuse(let refusal):
            let code = refusal.closeCode ?? .notAuthenticated
            return .acceptAndClose(code: code.rawValue, reason: "", subprotocol: subprotocol)
        }
        guard let inbox = self.edge.inbox(on: eventLoop), self.edge.takesConnections else {
            let reason = "retry_after_ms=1000"
            return .acceptAndClose(code: CloseCode.tryAgainLater.rawValue, reason: reason, subprotocol: subprotocol)
        }
        if case .comeBack(let pause) = self.edge.admit() {
            self.limited.limited(.attach)
            let reason = "retry_after_ms=\(Milliseconds(pause).rawValue)"
            return .acceptAndClose(code: CloseCode.tryAgainLater.rawValue, reason: reason, subprotocol: subprotocol)
        }
        let request = SocketRequest(
            admission: admission,
            epoch: target.query["epoch"],
            resumeFrom: target.query["resume_from"]
        )
        let acceptance = UpgradeDecision.Acceptance(
            subprotocol: subprotocol,
            maximumMessageSize: self.context.limits.socketMessage
        ) {
            SocketConnection(request, context: self.context, shard: inbox.shardOnLoop, id: self.connectionID())
        }
        return .accept(acceptance)
    }

    private static let version = "martlet.v1"

    private static func echo(_ decision: AccessDecision) -> UpgradeDecision {
        guard case .allow = decision else { return .notAnUpgrade }
        return .accept(UpgradeDecision.Acceptance(maximumMessageSize: 16 * 1024 * 1024) { EchoDelegate() })
    }
}
