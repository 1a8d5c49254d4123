// SPDX-License-Identifier: Apache-2.0

import NIOCore
import NIOHTTP1

/// Stands behind what reads requests and tells WebSockets from requests.
///
/// Until the first request is whole it is all there is: no router, no task, no response encoder. A request for a
/// WebSocket is put to the decider; any other goes to the router, whose handlers are set up when they are first
/// needed. It stays in front of them, because a client may ask for a WebSocket on a connection that it has used for
/// requests before, and because the decoder stops for good after any request with an `Upgrade` field: that request
/// is answered as the connection's last.
final class UpgradeGate: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias InboundOut = HTTPServerRequestPart
    typealias OutboundIn = HTTPServerResponsePart
    typealias OutboundOut = HTTPServerResponsePart

    private enum State {
        case reading
        case deciding(Candidate)
        /// An answer of our own is out; only the connection's end is awaited.
        case refused
        /// The connection is a WebSocket's.
        case upgraded
    }

    /// A request for a WebSocket, and what is known of it so far.
    private struct Candidate {
        let head: HTTPRequestHead
        let key: String
        var isWhole = false
        /// Whether nothing more is read until it is decided.
        var isPaused = false
        var decision: UpgradeDecision?
    }

    /// What stands before the gate and makes requests of bytes: the decoder, or the reader in whose place it comes.
    weak var front: (any RemovableChannelHandler)?
    private let connection: IncomingConnection
    private let decide: UpgradeDecision.Decider
    /// Adds the router's handlers to the pipeline's end.
    private let addRouter: (any Channel) throws -> Void
    private var state = State.reading
    /// Once requests have gone to the router: the place from which bytes of our own pass its encoder by.
    private var encoder: ChannelHandlerContext?
    /// Requests that the router has yet to answer.
    private var unanswered = 0
    private var isLast = false
    private var version = HTTPVersion.http1_1

    init(
        connection: IncomingConnection,
        decide: @escaping UpgradeDecision.Decider,
        addRouter: @escaping (any Channel) throws -> Void
    ) {
        self.connection = connection
        self.decide = decide
        self.addRouter = addRouter
    }
}

// MARK: - What the channel does

extension UpgradeGate {
    func handlerAdded(context: ChannelHandlerContext) {
        self.connection.expired = { self.expired(context) }
        if context.channel.isActive, !self.connection.hasBegun {
            self.begin(context)
        }
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        self.encoder = nil
        self.connection.expired = nil
    }

    func channelActive(context: ChannelHandlerContext) {
        if !self.connection.hasBegun {
            self.begin(context)
        }
        context.fireChannelActive()
    }

    func channelInactive(context: ChannelHandlerContext) {
        self.connection.ended()
        context.fireChannelInactive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch (self.state, Self.unwrapInboundIn(data)) {
        case (.reading, .head(let head)):
            self.read(head, context)
        case (.reading, _):
            context.fireChannelRead(data)
        case (.deciding(var candidate), .end):
            candidate.isWhole = true
            self.state = .deciding(candidate)
            self.proceed(context)
        case (.deciding, _), (.refused, _), (.upgraded, _):
            break
        }
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        guard self.encoder != nil else { return }
        context.fireChannelReadComplete()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        switch self.state {
        case .reading where self.encoder == nil:
            self.refuse(.init(error), context)
        case .reading:
            // The router answers it, after what it has to answer first.
            self.isLast = true
            if self.unanswered == 0 {
                self.connection.answered()
            }
            context.fireErrorCaught(error)
        case .deciding:
            context.close(promise: nil)
        case .refused, .upgraded:
            break
        }
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        switch (event, self.state) {
        case (ChannelEvent.inputClosed, .reading) where self.encoder == nil,
            (ChannelEvent.inputClosed, .deciding), (ChannelEvent.inputClosed, .refused):
            context.close(promise: nil)
        case (is ChannelShouldQuiesceEvent, .reading):
            self.isLast = true
            context.fireUserInboundEventTriggered(event)
        case (is ChannelShouldQuiesceEvent, _):
            break
        default:
            context.fireUserInboundEventTriggered(event)
        }
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        if case .upgraded = self.state {
            promise?.fail(ChannelError.outputClosed)
            return
        }
        switch Self.unwrapOutboundIn(data) {
        case .head(var head):
            head.version = self.version
            if self.isLast {
                head.headers.replaceOrAdd(name: "connection", value: "close")
            }
            context.write(Self.wrapOutboundOut(.head(head)), promise: promise)
        case .body:
            context.write(data, promise: promise)
        case .end:
            context.write(data, promise: promise)
            self.unanswered = max(0, self.unanswered - 1)
            if case .deciding = self.state {
                context.flush()
                self.proceed(context)
            }
        }
    }

    func close(context: ChannelHandlerContext, mode: CloseMode, promise: EventLoopPromise<Void>?) {
        switch self.state {
        case .upgraded:
            // The router's handlers, behind us, finish; the connection is no longer theirs to close.
            promise?.succeed()
        case .reading, .deciding, .refused:
            context.close(mode: mode, promise: promise)
        }
    }
}

// MARK: - Private detail

extension UpgradeGate {
    private func begin(_ context: ChannelHandlerContext) {
        guard !self.connection.began() else { return }
        // Not to be waited for: too many are there already.
        let refusal = UpgradeDecision.Refusal(status: .serviceUnavailable, headers: ["retry-after": "5"])
        self.state = .refused
        context.writeAndFlush(NIOAny(Handshake.refused(refusal)), promise: nil)
        context.close(promise: nil)
    }

    private func expired(_ context: ChannelHandlerContext) {
        switch self.state {
        case .reading: self.refuse(.init(status: .requestTimeout), context)
        case .deciding: self.refuse(.init(status: .serviceUnavailable), context)
        case .refused, .upgraded: context.close(promise: nil)
        }
    }

    private func read(_ head: HTTPRequestHead, _ context: ChannelHandlerContext) {
        switch UpgradeRequest(head) {
        case .none:
            self.route(head, context)
        case .ignored:
            self.isLast = true
            self.route(head, context)
        case .malformed(let status, let reason):
            self.refuse(.init(status: status, reason: reason), context)
        case .webSocket(let key):
            var candidate = Candidate(head: head, key: key)
            switch self.decide(head, context.channel) {
            case .now(let decision):
                self.state = .deciding(candidate)
                self.decided(decision, context)
            case .later(let decision):
                candidate.isPaused = true
                self.state = .deciding(candidate)
                try? context.channel.syncOptions?.setOption(.autoRead, value: false)
                decision.hop(to: context.eventLoop).assumeIsolated().whenComplete { result in
                    let failure = UpgradeDecision.refuse(.init(status: .internalServerError))
                    self.decided((try? result.get()) ?? failure, context)
                }
            }
        }
    }

    private func decided(_ decision: UpgradeDecision, _ context: ChannelHandlerContext) {
        guard case .deciding(var candidate) = self.state else { return }
        candidate.decision = decision
        self.state = .deciding(candidate)
        self.proceed(context)
    }

    /// Acts on the decision once there is one, the request is whole, and all before it are answered.
    private func proceed(_ context: ChannelHandlerContext) {
        guard case .deciding(let candidate) = self.state, let decision = candidate.decision, candidate.isWhole,
            self.unanswered == 0, context.channel.isActive
        else { return }
        switch decision {
        case .accept(let acceptance):
            self.upgrade(candidate, acceptance, context)
        case .acceptAndClose(let code, let reason, let subprotocol):
            let acceptance = UpgradeDecision.Acceptance(subprotocol: subprotocol) {
                ClosingDelegate(code: code, reason: reason)
            }
            self.upgrade(candidate, acceptance, context)
        case .refuse(let refusal):
            self.refuse(refusal, context)
        case .notAnUpgrade:
            self.state = .reading
            self.isLast = true
            self.route(candidate.head, context)
            context.fireChannelRead(Self.wrapInboundOut(.end(nil)))
            context.fireChannelReadComplete()
            try? context.channel.syncOptions?.setOption(.autoRead, value: true)
        }
    }

    private func route(_ head: HTTPRequestHead, _ context: ChannelHandlerContext) {
        if self.encoder == nil {
            do {
                try self.setUpRouter(context)
            } catch {
                return context.close(promise: nil)
            }
        }
        var head = head
        head.headers.remove(name: "upgrade")
        // HTTP/1.0 knows no chunks, so that the end of the connection is what ends an answer.
        if head.version == .http1_0 {
            self.version = .http1_0
            self.isLast = true
        }
        // After CONNECT, as after any upgrade, the decoder reads no further.
        if self.isLast || !head.isKeepAlive || head.method == .CONNECT {
            self.isLast = true
            head.headers.replaceOrAdd(name: "connection", value: "close")
        }
        if self.unanswered == 0, head.version != .http1_0, head.headers["expect"].contains("100-continue") {
            self.encoder?.writeAndFlush(NIOAny(ByteBuffer(staticString: "HTTP/1.1 100 Continue\r\n\r\n")), promise: nil)
        }
        self.unanswered += 1
        context.fireChannelRead(Self.wrapInboundOut(.head(head)))
    }

    private func setUpRouter(_ context: ChannelHandlerContext) throws {
        self.connection.settled()
        let channel = context.channel
        try self.connection.loop.settings.applyToRequests(channel)
        let operations = channel.pipeline.syncOperations
        let encoder = HTTPResponseEncoder()
        try operations.addHandler(encoder, position: .before(self))
        self.encoder = try operations.context(handler: encoder)
        try self.addRouter(channel)
    }

    /// Answers, ends our side, and reads on without listening until the peer hangs up: closing while its bytes are
    /// unread would reset the connection and could take the answer with it.
    private func refuse(_ refusal: UpgradeDecision.Refusal, _ context: ChannelHandlerContext) {
        if case .refused = self.state { return }
        self.state = .refused
        self.connection.answered()
        try? context.channel.syncOptions?.setOption(.autoRead, value: true)
        let outlet = self.encoder ?? context
        outlet.writeAndFlush(NIOAny(Handshake.refused(refusal)), promise: nil)
        outlet.close(mode: .output, promise: nil)
    }

    private func upgrade(
        _ candidate: Candidate,
        _ acceptance: UpgradeDecision.Acceptance,
        _ context: ChannelHandlerContext
    ) {
        let socket = WebSocketHandler(
            loop: self.connection.loop,
            maximumMessageSize: acceptance.maximumMessageSize,
            delegate: acceptance.makeDelegate()
        )
        let operations = context.pipeline.syncOperations
        let answer = Handshake.accepted(
            key: candidate.key,
            subprotocol: acceptance.subprotocol,
            headers: acceptance.headers
        )
        guard let front = self.front else { return context.close(promise: nil) }
        self.state = .upgraded
        do {
            let isFresh = self.encoder == nil && !candidate.isPaused
            try self.connection.loop.settings.applyToSocket(context.channel, isFresh: isFresh)
            if self.encoder != nil {
                try operations.addHandlers(ReadPump(), socket, position: .after(front))
                // To the router's handlers, which stay behind the socket, this is the end.
                context.fireUserInboundEventTriggered(ChannelEvent.inputClosed)
            } else {
                try operations.addHandler(socket, position: .before(self))
                operations.removeHandler(context: context, promise: nil)
            }
        } catch {
            return context.close(promise: nil)
        }
        self.connection.became(socket)
        self.leave(front, operations, context)
        socket.open(with: answer, isFirst: self.encoder == nil)
    }
    /// Takes what made requests of bytes out of the pipeline.
    private func leave(
        _ front: any RemovableChannelHandler,
        _ operations: ChannelPipeline.SynchronousOperations,
        _ context: ChannelHandlerContext
    ) {
        // It has kept nothing back: a plain request ends where the bytes end.
        guard !(front is FirstRequestReader) else { return operations.removeHandler(front, promise: nil) }
        // What the decoder has read past the request goes to the socket when the decoder leaves, in a later turn.
        let hasLeft = context.eventLoop.makePromise(of: Void.self)
        hasLeft.futureResult.assumeIsolated().whenComplete { _ in operations.fireChannelReadComplete() }
        operations.removeHandler(front, promise: hasLeft)
    }
}
