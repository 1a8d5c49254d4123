// SPDX-License-Identifier: Apache-2.0

import MartletRules
import MartletWire
import NIOCore

/// The WebSockets of one loop: who is there, who is asked whether they are, and who goes.
extension FanoutShard {
    func add(_ connection: SocketConnection) {
        connection.slot = self.connections.count
        self.connections.append(connection)
    }

    func remove(_ connection: SocketConnection, _ closure: SocketClosure) {
        guard connection.slot >= 0 else { return }
        let last = self.connections.removeLast()
        if last !== connection {
            self.connections[connection.slot] = last
            last.slot = connection.slot
        }
        connection.slot = -1
        if let session = connection.session {
            self.detach(session, isFarewell: closure.isFarewell || connection.endedWith == .signedOut)
        }
    }

    /// Begins to ask a session's peer whether it is there; a stream is pinged but cannot be heard.
    func beginHeartbeat(of session: Session, answers: Bool = true) {
        self.startTicking()
        session.seat = self.heartbeats.add(session, answers: answers, using: &self.generator)
    }

    /// Sends a connection away, in its own slot of the drain.
    func drain(_ connection: SocketConnection) {
        let schedule =
            self.drainSchedule
            ?? DrainSchedule(
                connections: self.connections.count,
                window: self.settings.drainWindow
            )
        self.drainSchedule = schedule
        let slot = schedule.slot(self.drained, using: &self.generator)
        self.drained += 1
        connection.write(.draining(reconnectAfter: Milliseconds(slot.reconnectAfter)))
        connection.flush()
        let rest = self.settings.drainWindow - slot.closeAfter
        self.eventLoop.assumeIsolated().scheduleTask(in: TimeAmount(slot.closeAfter)) {
            let reason = "retry_after_ms=\(Milliseconds(slot.reconnectAfter).rawValue)"
            connection.closeOnceAnswered(.serviceRestart, reason: reason, within: rest)
        }
    }

    /// Sends a stream away, in its own slot of the drain; it comes back when its client sees fit.
    func drain(_ stream: Session) {
        guard let schedule = self.drainSchedule else { return }
        let slot = schedule.slot(self.drained, using: &self.generator)
        self.drained += 1
        self.eventLoop.assumeIsolated().scheduleTask(in: TimeAmount(slot.closeAfter)) {
            self.close(stream, .serviceRestart, reason: "retry_after_ms=\(Milliseconds(slot.reconnectAfter).rawValue)")
        }
    }

    private func startTicking() {
        guard !self.isTicking else { return }
        self.isTicking = true
        self.heartbeats = HeartbeatWheel(timing: self.settings.heartbeat, startingAt: LoopInstant(self.eventLoop.now))
        self.scheduleTick()
    }

    private func scheduleTick() {
        self.eventLoop.assumeIsolated().scheduleTask(in: TimeAmount(self.heartbeats.resolution)) {
            let due = self.heartbeats.tick(at: LoopInstant(self.eventLoop.now)) { session in
                session.outlet.isWritable ? nil : session.outlet.unsent
            }
            for (session, action) in due {
                switch action {
                case .ping: self.ping(session)
                case .close:
                    session.outlet.close(self.hasFallenBehind(session) ? .fellBehind : .heartbeatLost, reason: "")
                }
            }
            self.noteLag()
            self.lastPage = nil
            self.emptySnapshots = [:]
            self.flush()
            self.scheduleTick()
        }
    }

    private func ping(_ session: Session) {
        let seq = session.isLive ? self.tail.head : session.cursor
        session.outlet.ping(Ping(seq: seq, sent: Int64(session.sent)))
        self.markDirty(session)
    }
}

extension SocketClosure {
    /// Whether the person ended it by their own wish.
    fileprivate var isFarewell: Bool {
        if case .byPeer(code: 1000) = self { true } else { false }
    }
}
