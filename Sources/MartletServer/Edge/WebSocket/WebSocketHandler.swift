// SPDX-License-Identifier: Apache-2.0

package import NIOCore

/// One WebSocket: the only handler that a connection keeps after the upgrade.
///
/// Confined to its event loop; every method is to be called there. It reads frames, answers pings and closes, and
/// hands messages to its delegate. What is written here is framed already and shared with other sockets.
package final class WebSocketHandler: ChannelInboundHandler, RemovableChannelHandler {
    package typealias InboundIn = ByteBuffer
    package typealias OutboundOut = ByteBuffer

    enum Phase: UInt8 {
        case open
        /// Our close frame is out; the peer's is awaited.
        case closing
        /// Both have said their last, or the peer broke the protocol: only the end of the connection is awaited.
        case finished
    }

    private let loop: SocketLoop
    var context: ChannelHandlerContext?
    private var delegate: (any SocketDelegate)?
    private var parser: FrameParser
    var phase = Phase.open
    private var channelIsWritable = true
    private var isReading = true
    /// Set while what one read has brought is being handled.
    var isInRead = false
    var flushIsDue = false
    var way = Way.pipeline
    /// The socket beneath, where nothing in the pipeline changes what is sent.
    var direct: DirectSocket?
    /// What was written since the last flush and goes to the socket itself.
    var held: ByteBuffer?
    /// Whether more was given to the pipeline since it was last asked to say when it is empty.
    var hasQueuedMore = false
    private var closeCode: UInt16 = 0
    var slot: Int32 = -1
    /// What only some sockets have, some of the time.
    private var rare: Rare?

    private final class Rare {
        var deadline: DeadlineQueue.Entry?
        /// The answer to the latest ping, kept back while the socket is not writable.
        var pong: ByteBuffer?
    }

    package init(loop: SocketLoop, maximumMessageSize: Int, delegate: any SocketDelegate) {
        self.loop = loop
        self.parser = FrameParser(limit: maximumMessageSize)
        self.delegate = delegate
    }
}

// MARK: - What the delegate does

extension WebSocketHandler {
    /// False while more than the high watermark is unsent, and once the socket closes.
    package var isWritable: Bool { self.phase == .open && self.channelIsWritable }

    package var isOpen: Bool { self.phase == .open }

    /// How many bytes the connection has not taken.
    package var unsent: Int {
        guard let options = self.context?.channel.syncOptions else { return 0 }
        return (try? options.getOption(.bufferedWritableBytes)) ?? 0
    }

    package var eventLoop: any EventLoop { self.loop.eventLoop }

    package var remoteAddress: SocketAddress? { self.context?.remoteAddress }

    /// Frames, writes and flushes one text message.
    package func send(text: ByteBuffer) {
        self.write(ServerFrameWriter.text(text))
        self.flush()
    }

    /// Frames, writes and flushes one text message.
    package func send(text: String) {
        self.write(ServerFrameWriter.text(text))
        self.flush()
    }

    /// Sends the close frame after what was written, gives the peer a short time to answer, and ends.
    ///
    /// No message is delivered after this; `closed` is, when the connection has ended. A second call does nothing.
    package func close(code: UInt16, reason: String = "") {
        guard self.phase == .open, let context = self.context else { return }
        self.write(ServerFrameWriter.close(code: code, reason: reason))
        self.flush()
        self.phase = .closing
        self.closeCode = code
        self.setReading(true)
        self.setDeadline(context)
    }

    /// Cuts the connection at once, without a close frame.
    package func abort() {
        self.context?.close(promise: nil)
    }

    /// Whether more is read from the connection; messages that have arrived already are still delivered.
    ///
    /// For a delegate whose answers pile up because the peer does not read them.
    package func setReading(_ isReading: Bool) {
        guard self.isReading != isReading, let context = self.context else { return }
        self.isReading = isReading
        try? context.channel.syncOptions?.setOption(.autoRead, value: isReading)
        if isReading {
            context.read()
        }
    }
}

// MARK: - What the channel does

extension WebSocketHandler {
    package func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        self.channelIsWritable = context.channel.isWritable
    }

    package func handlerRemoved(context: ChannelHandlerContext) {
        self.ended()
        self.context = nil
    }

    /// Begins the conversation with the handshake's answer, which leaves with the delegate's first flush.
    ///
    /// - Parameters:
    ///   - answer: The handshake's answer.
    ///   - isFirst: Whether the pipeline has sent nothing before it, so that nothing can still wait there.
    func open(with answer: ByteBuffer = ByteBuffer(), isFirst: Bool = false) {
        guard let context = self.context else { return }
        if self.loop.settings.sendsDirectly { self.direct = DirectSocket(beneath: context) }
        if isFirst, self.direct != nil {
            self.way = .direct
            self.write(answer)
        } else {
            self.queue(answer, context)
        }
        self.delegate?.opened(self)
        if self.loop.isQuiescing {
            self.quiesce()
        }
    }

    package func channelInactive(context: ChannelHandlerContext) {
        self.ended()
        context.fireChannelInactive()
    }

    package func errorCaught(context: ChannelHandlerContext, error: any Error) {
        // A reset, a broken pipe, a TLS alert: none can be repaired here.
        context.close(promise: nil)
    }

    package func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        switch event {
        case is ChannelShouldQuiesceEvent:
            self.quiesce()
        case ChannelEvent.inputClosed:
            context.close(promise: nil)
        default:
            context.fireUserInboundEventTriggered(event)
        }
    }

    package func channelWritabilityChanged(context: ChannelHandlerContext) {
        let isWritable = context.channel.isWritable
        guard self.channelIsWritable != isWritable else { return }
        self.channelIsWritable = isWritable
        if isWritable, let pong = self.rare?.pong {
            self.rare?.pong = nil
            self.write(pong)
            self.flush()
        }
        guard self.phase == .open else { return }
        self.delegate?.writabilityChanged(isWritable: isWritable)
    }

    package func channelReadComplete(context: ChannelHandlerContext) {
        self.isInRead = false
        guard self.flushIsDue else { return }
        self.flushIsDue = false
        self.flush()
    }

    package func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard self.phase != .finished else { return }
        var bytes = Self.unwrapInboundIn(data)
        self.isInRead = true
        self.delegate?.heardFromPeer()
        while self.phase != .finished {
            switch self.parser.next(in: &bytes) {
            case .needsMore:
                return
            case .text(let message):
                if self.phase == .open { self.delegate?.received(text: message) }
            case .binary(let message):
                if self.phase == .open { self.delegate?.received(binary: message) }
            case .ping(let payload):
                self.answer(ping: payload)
            case .pong:
                break
            case .close(let code):
                self.peerClosed(code, context)
            case .violation(let violation):
                self.fail(violation, context)
            }
        }
    }
}

// MARK: - Private detail

extension WebSocketHandler: SocketLoopMember {
    func quiesce() {
        guard self.phase == .open else { return }
        self.delegate?.quiescing()
    }

    private func answer(ping payload: ByteBuffer) {
        let pong = ServerFrameWriter.pong(payload)
        guard self.channelIsWritable else {
            // RFC 6455 allows the latest ping alone to be answered, which bounds what a deaf peer can pile up.
            return self.keep { $0.pong = pong }
        }
        self.write(pong)
        self.flushAfterRead()
    }

    private func peerClosed(_ code: UInt16?, _ context: ChannelHandlerContext) {
        switch self.phase {
        case .open:
            self.write(ServerFrameWriter.close(code: code))
            self.finish(.byPeer(code: code), context)
        case .closing:
            self.finish(.byServer(code: self.closeCode), context)
        case .finished:
            break
        }
    }

    private func fail(_ violation: ProtocolViolation, _ context: ChannelHandlerContext) {
        switch self.phase {
        case .open:
            self.write(ServerFrameWriter.close(code: violation.code, reason: violation.reason))
            self.finish(.violation(code: violation.code), context)
        case .closing:
            self.finish(.byServer(code: self.closeCode), context)
        case .finished:
            break
        }
    }

    /// Ends our side, and hangs up when the peer has ended its own: closing while bytes of the peer are unread would
    /// reset the connection and could take our close frame with it.
    private func finish(_ closure: SocketClosure, _ context: ChannelHandlerContext) {
        self.flush()
        self.phase = .finished
        self.setReading(true)
        self.setDeadline(context)
        context.close(mode: .output, promise: nil)
        self.letGo(closure)
    }

    private func setDeadline(_ context: ChannelHandlerContext) {
        guard self.rare?.deadline == nil else { return }
        let deadline = self.loop.closings.set {
            self.rare?.deadline = nil
            self.context?.close(promise: nil)
        }
        self.keep { $0.deadline = deadline }
    }

    private func keep(_ body: (Rare) -> Void) {
        let rare = self.rare ?? Rare()
        body(rare)
        self.rare = rare
    }

    private func ended() {
        if let deadline = self.rare?.deadline {
            self.loop.closings.cancel(deadline)
        }
        self.rare = nil
        self.way = .pipeline
        self.direct = nil
        self.held = nil
        self.loop.remove(self)
        let wasClosing = self.phase == .closing
        self.phase = .finished
        self.letGo(wasClosing ? .byServer(code: self.closeCode) : .lost)
    }

    private func letGo(_ closure: SocketClosure) {
        guard let delegate = self.delegate else { return }
        self.delegate = nil
        delegate.closed(closure)
    }
}
