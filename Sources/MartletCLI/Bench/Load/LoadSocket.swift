// SPDX-License-Identifier: Apache-2.0

import MartletWire
import NIOCore

/// One person's connection to the server under load, and what was heard on it, across reconnects.
///
/// Confined to the field's loop.
final class LoadSocket: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private enum State {
        case idle
        case shakingHands(ByteBuffer)
        case open
    }

    /// Who it is.
    let user: UserID
    /// Whether what it hears is counted.
    let isListening: Bool
    /// What was heard.
    private(set) var check = DeliveryCheck()
    /// Whether the server has said hello on the present connection.
    private(set) var isReady = false
    /// The last answer was given to a call of this socket's: the next may follow.
    var answered: ((LoadSocket) -> Void)?
    private unowned let field: LoadField
    private var reader = FrameReader()
    private var state = State.idle
    private var channel: (any NIOCore.Channel)?
    private var seq = 0
    private var epoch = ""
    private var isReturning = false
    private var mayEnd = false

    init(_ user: UserID, isListening: Bool, in field: LoadField) {
        self.user = user
        self.isListening = isListening
        self.field = field
    }

    // MARK: - What the field asks for

    /// Prepares for another connection.
    /// - Parameter isReturning: Whether it goes on from where it stands.
    func prepare(isReturning: Bool) {
        self.reader = FrameReader()
        self.state = .shakingHands(ByteBuffer())
        self.isReturning = isReturning
        self.isReady = false
        self.mayEnd = false
    }

    /// Writes and sends bytes.
    func send(_ bytes: ByteBuffer) {
        self.channel?.writeAndFlush(bytes, promise: nil)
    }

    /// Ends the connection as a cut cable does, or for good.
    func drop() {
        self.mayEnd = true
        self.isReady = false
        self.channel?.close(promise: nil)
    }

    // MARK: - What the channel tells

    func channelActive(context: ChannelHandlerContext) {
        self.channel = context.channel
        let position = self.isReturning ? "?resume_from=\(self.seq)&epoch=\(self.epoch)" : ""
        let request = ClientBytes.handshake(path: "/ws/user/\(self.user)\(position)", host: self.field.host)
        context.writeAndFlush(self.wrapOutboundOut(request), promise: nil)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        var bytes = self.unwrapInboundIn(data)
        do {
            if case .shakingHands(var head) = self.state {
                head.writeBuffer(&bytes)
                guard let rest = try Self.rest(afterHandshake: head) else {
                    self.state = .shakingHands(head)
                    return
                }
                self.state = .open
                bytes = rest
            }
            let now = NIODeadline.now().uptimeNanoseconds
            try self.reader.read(bytes) { kind, payload in try self.received(kind, payload, at: now) }
        } catch {
            context.close(promise: nil)
        }
        self.field.progressed()
    }

    func channelInactive(context: ChannelHandlerContext) {
        self.channel = nil
        self.state = .idle
        self.isReady = false
        self.field.ended(self, isExpected: self.mayEnd)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }

    // MARK: - What the server says

    private func received(_ kind: FrameReader.Kind, _ payload: UnsafeRawBufferPointer, at now: UInt64) throws {
        guard kind == .text else {
            if kind == .close { throw FrameReader.Malformed() }
            return
        }
        switch Glance(at: payload) {
        case .event(let seq, let mark):
            self.seq = seq
            if let mark { self.heard(mark, at: now) }
        case .answer(let isError, let mark):
            self.field.answered(isError: isError, mark, at: now)
            self.answered?(self)
        case .hello(let seq, let epoch, let isResumed):
            self.greeted(seq, epoch, isResumed: isResumed)
        case .ping:
            self.send(ClientBytes.pong)
        case .other:
            break
        }
    }

    private func heard(_ mark: MessageMark, at now: UInt64) {
        guard self.isListening else { return }
        self.check.received(mark.number)
        self.field.delivered(mark, at: now)
    }

    private func greeted(_ seq: Int, _ epoch: String, isResumed: Bool) {
        self.epoch = epoch
        // A returning socket stands where the replay will take it, event by event.
        if !isResumed { self.seq = seq }
        self.isReady = true
        self.field.greeted(isResync: self.isReturning && !isResumed)
    }

    /// What follows the server's consent; nil if it has not been said in full.
    private static func rest(afterHandshake bytes: ByteBuffer) throws -> ByteBuffer? {
        let view = bytes.readableBytesView
        guard let end = view.firstRange(of: Array("\r\n\r\n".utf8))?.upperBound else { return nil }
        guard view.starts(with: "HTTP/1.1 101".utf8) else { throw FrameReader.Malformed() }
        return bytes.getSlice(at: end, length: bytes.writerIndex - end)
    }
}
