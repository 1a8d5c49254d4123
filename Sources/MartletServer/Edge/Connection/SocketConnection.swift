// SPDX-License-Identifier: Apache-2.0

import MartletRules
package import MartletWire
package import NIOCore

/// One person's WebSocket: its session's outlet, and the calls that come in on it.
///
/// Confined to its shard's loop. What a client says is in `SocketConnection+Frames`.
package final class SocketConnection: SocketDelegate, Outlet {
    let shard: FanoutShard
    let context: SocketContext
    let request: SocketRequest
    let id: ConnectionID
    var socket: WebSocketHandler?
    var session: Session?
    /// Who calls, once that is known.
    private(set) var caller: Caller?
    /// Its place in the shard's list; -1 outside.
    var slot = -1
    /// Calls that have not been answered; reading pauses while there are too many.
    var outstanding = 0
    /// How it will be closed once they are answered.
    private var farewell: (code: CloseCode, reason: String)?
    /// Set while the first frame is awaited.
    var openDeadline: Scheduled<Void>?
    /// Its place among those that owe their first frame.
    private var pendingOpen: PendingOpenLedger.Place?
    /// Set while the caller's token has an end.
    private var tokenDeadline: Scheduled<Void>?
    private var tokenLife: TokenLife<LoopInstant>?
    /// What ended it, if we did.
    private(set) var endedWith: CloseCode?

    package init(_ request: SocketRequest, context: SocketContext, shard: FanoutShard, id: ConnectionID) {
        self.request = request
        self.context = context
        self.shard = shard
        self.id = id
    }

    // MARK: - The socket

    package func opened(_ socket: WebSocketHandler) {
        self.socket = socket
        self.shard.add(self)
        switch self.request.admission {
        case .caller(let caller):
            self.attach(as: caller)
        case .awaitingOpen:
            let place = self.context.pendingOpens.admit(socket.remoteAddress)
            guard let place else {
                self.close(.tryAgainLater, reason: "retry_after_ms=\(self.context.limits.openTimeout.rawValue)")
                return
            }
            self.pendingOpen = place
            socket.flush()
            let delay = TimeAmount(self.context.limits.openTimeout.duration)
            self.openDeadline = self.shard.eventLoop.assumeIsolated().scheduleTask(in: delay) { self.openTimedOut() }
        }
    }

    package func heardFromPeer() {
        if let seat = self.session?.seat { self.shard.heartbeats.heard(seat) }
    }

    package func received(binary: ByteBuffer) {
        self.close(.unsupportedData, reason: "text frames only")
    }

    package func writabilityChanged(isWritable: Bool) {
        self.paceReading()
        guard isWritable, let session = self.session else { return }
        if let seat = session.seat { self.shard.heartbeats.heard(seat) }
        self.shard.resume(session)
    }

    /// Reads on while the peer takes what it is sent and has not too many calls unanswered, so that no answers pile up.
    func paceReading() {
        guard let socket = self.socket, socket.isOpen else { return }
        socket.setReading(socket.isWritable && self.outstanding < self.context.outstandingCalls)
    }

    package func quiescing() {
        self.shard.drain(self)
    }

    package func closed(_ closure: SocketClosure) {
        self.releasePendingOpen()
        self.shard.metrics.connections.closed(closure.code)
        self.openDeadline?.cancel()
        self.tokenDeadline?.cancel()
        self.socket = nil
        self.shard.remove(self, closure)
    }

    /// Gives back its place among those that owe their first frame.
    func releasePendingOpen() {
        guard let place = self.pendingOpen else { return }
        self.pendingOpen = nil
        self.context.pendingOpens.release(place)
    }

    private var origin: SessionOrigin {
        SessionOrigin(id: self.id, transport: .socket, openedAt: self.context.clock())
    }

    func attach(as caller: Caller) {
        // What has changed since the decision was told to those who were here.
        if let refusal = self.context.access.refusal(of: caller, at: self.context.clock()) {
            self.close(refusal.closeCode ?? .notAuthenticated, reason: "")
            return
        }
        self.become(caller)
        let session = Session(
            user: caller.userID,
            outlet: self,
            resumeLimit: self.context.limits.resumeEvents,
            origin: self.origin
        )
        self.session = session
        self.shard.attach(session, epoch: self.request.epoch, from: self.request.resumeFrom)
    }

    /// Takes on a caller, and ends with their token.
    func become(_ caller: Caller) {
        self.caller = caller
        self.tokenDeadline?.cancel()
        self.tokenDeadline = nil
        self.tokenLife = caller.expiresAt.map { end in
            TokenLife(
                issuedAt: caller.issuedAt,
                expiresAt: end,
                refusedFrom: caller.refusedFrom,
                at: self.context.clock(),
                startingAt: LoopInstant(self.shard.eventLoop.now)
            )
        }
        self.tokenTimerFired()
    }

    private func tokenTimerFired() {
        switch self.tokenLife?.timerFired(at: LoopInstant(self.shard.eventLoop.now)) {
        case .wait(let instant):
            self.setTokenTimer(instant)
        case .warn(let remaining, let instant):
            self.write(.tokenExpiring(in: Milliseconds(remaining)))
            self.flush()
            self.setTokenTimer(instant)
        case .close:
            self.close(.tokenExpired, reason: "")
        case nil:
            break
        }
    }

    private func setTokenTimer(_ instant: LoopInstant) {
        self.tokenDeadline = self.shard.eventLoop.assumeIsolated().scheduleTask(deadline: instant.deadline) {
            self.tokenTimerFired()
        }
    }

    /// Ends unless its caller is still let in.
    func judge() {
        guard let caller = self.caller else { return }
        guard let refusal = self.context.access.refusal(of: caller, at: self.context.clock()) else { return }
        self.close(refusal.closeCode ?? .notAuthenticated, reason: "")
    }

    /// Takes no more calls, and closes once those it has taken are answered or a time is over.
    func closeOnceAnswered(_ code: CloseCode, reason: String, within patience: Duration) {
        self.farewell = (code, reason)
        guard self.outstanding > 0 else {
            self.close(code, reason: reason)
            return
        }
        self.socket?.setReading(false)
        self.shard.eventLoop.assumeIsolated().scheduleTask(in: TimeAmount(max(patience, .zero))) {
            self.close(code, reason: reason)
        }
    }

    /// Notes that a call has been answered.
    func settled() {
        self.outstanding -= 1
        if let farewell = self.farewell {
            if self.outstanding == 0 { self.close(farewell.code, reason: farewell.reason) }
        } else {
            self.paceReading()
        }
    }

    /// Writes one of our own frames.
    func write(_ frame: ServerFrame) {
        self.say(ServerFrameWriter.text(ByteBuffer(bytes: (try? WireEncoder().encode(frame)) ?? [])))
    }

    /// Writes what is for this connection alone, and counts it.
    func say(_ frame: ByteBuffer) {
        self.shard.metrics.wrote(control: frame.readableBytes)
        self.write(control: frame)
    }

    // MARK: - The session's outlet

    package var isWritable: Bool { self.socket?.isWritable ?? false }

    package var unsent: Int { self.socket?.unsent ?? 0 }

    package func greet(_ greeting: Greeting) {
        guard let caller = self.caller else { return }
        if let session = self.session { self.shard.beginHeartbeat(of: session) }
        self.say(self.context.hello(greeting, to: caller.userID, on: self.id))
    }

    package func write(_ run: FrameRun) {
        self.socket?.write(run.frames)
    }

    package func send(_ run: FrameRun) -> Bool {
        self.socket?.sendIfWritable(run.frames) ?? false
    }

    package func write(control frame: ByteBuffer) {
        self.socket?.write(frame)
    }

    package func ping(_ ping: Ping) {
        self.say(
            ServerFrameWriter.text(capacity: 64) { buffer in
                buffer.writeStaticString("{\"type\":\"ping\",\"seq\":")
                buffer.writeString(String(ping.seq))
                buffer.writeStaticString(",\"sent\":")
                buffer.writeString(String(ping.sent))
                buffer.writeStaticString("}")
            }
        )
    }

    package func caughtUp(with position: Position) {
        guard let session = self.session else { return }
        self.shard.sendPresence(to: session)
    }

    package func flush() {
        self.socket?.flush()
    }

    package func close(_ code: CloseCode, reason: String) {
        guard self.endedWith == nil else { return }
        self.endedWith = code
        self.socket?.close(code: code.rawValue, reason: reason)
    }
}
