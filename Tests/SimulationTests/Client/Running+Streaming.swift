// SPDX-License-Identifier: Apache-2.0

import MartletRules
import MartletTesting
import MartletWire

/// One socket after the other.
extension Running {
    func dial() {
        guard let run = self.run else { return }
        let faults = self.client.faults
        self.world.judge.dialled(self.client.id)
        guard !self.world.isOffline(self.client), faults.holeEnd <= self.world.now else {
            return self.after(.seconds(10), for: run) { self.ended(run, .unreachable) }
        }
        let edge = self.world.anyEdge()
        self.after(faults.roads.delay(using: &self.world.chance), for: run) {
            if faults.refuses { return self.ended(run, .refused(status: 403)) }
            guard edge.isUp else { return self.ended(run, .unreachable) }
            self.connect(run, to: edge)
        }
    }

    private func connect(_ run: SourceRun, to edge: Edge) {
        let point = self.reception.resumePoint
        let session = edge.attach(
            self.client,
            epoch: point?.epoch.rawValue,
            from: point.map { String($0.seq) },
            kind: .socket
        )
        let socket = SourceRun.Socket(to: edge, session, at: self.world.now)
        run.socket = socket
        session.deliver = { frame in
            guard !self.isDead, self.run === run, run.socket === socket else { return }
            self.heard(frame, on: socket, run)
        }
        self.watch(socket, run)
    }

    /// Waits for silence.
    private func watch(_ socket: SourceRun.Socket, _ run: SourceRun) {
        guard run.socket === socket else { return }
        switch socket.watch.timerFired(at: self.world.now) {
        case .wait(let until):
            self.after(self.world.now.duration(to: until), for: run) { self.watch(socket, run) }
        case .dead:
            self.hangUp(socket, cleanly: false)
            self.ended(run, .silent)
        }
    }

    private func heard(_ frame: Frame, on socket: SourceRun.Socket, _ run: SourceRun) {
        socket.watch.heardFromServer(at: self.world.now)
        switch frame {
        case .hello(let hello): self.opened(hello, on: socket, run)
        case .entry(let entry):
            self.take(entry)
            self.delivered(run)
        case .ping(let ping):
            self.send(on: socket) { socket.edge.pong(socket.session) }
            guard !self.reception.pinged(ping) else {
                self.world.judge.agreed(self.client.id, of: self.client.user, at: ping.seq)
                return self.save(self.reception.position)
            }
            self.hangUp(socket, cleanly: true)
            self.ended(run, .miscounted)
        case .epoch(let position):
            self.reception.epochChanged(to: position)
            self.save(self.reception.position)
        case .draining(let delay):
            guard case .streaming(var reconnection) = run.kind else { return }
            reconnection.draining(reconnectAfter: delay)
            run.kind = .streaming(reconnection)
        case .presence(let isFull, let online):
            self.client.shown = isFull ? online : self.client.shown.merging(online) { $1 }
        case .close(let code, let reason):
            if [1008, 1011].contains(code.rawValue) || (4000...4999).contains(code.rawValue) {
                self.world.judge.toldToStop(self.client.id)
            }
            self.ended(run, .closed(code, hint: RetryHint(reason)?.delay))
        }
    }

    private func opened(_ hello: Hello, on socket: SourceRun.Socket, _ run: SourceRun) {
        guard case .streaming(var reconnection) = run.kind else { return }
        let silence = hello.heartbeat.duration + hello.limits.heartbeatTimeout.duration
        socket.watch = SilenceWatch(silence: silence, startingAt: self.world.now)
        reconnection.opened(at: self.world.now)
        run.kind = .streaming(reconnection)
        run.isOpen = true
        let isAsked = self.reception.resumePoint != nil
        self.took(self.reception.opened(hello, isAsked: isAsked), run)
        self.world.judge.opened(self.client.id, from: hello.from)
        self.delivered(run)
    }

    private func ended(_ run: SourceRun, _ ending: Reconnection<ManualInstant>.Ending) {
        guard case .streaming(var reconnection) = run.kind else { return }
        run.socket = nil
        run.isOpen = false
        let action = reconnection.ended(ending, at: self.world.now, using: &self.world.chance)
        run.kind = .streaming(reconnection)
        self.world.note("client \(self.client.id): \(ending), \(action)")
        self.failed(run, SourceVerdict(ending, then: action))
        switch action {
        case .stop: break
        case .dial(let delay), .refreshToken(let delay): self.after(delay, for: run) { self.dial() }
        }
    }

    /// Ends the client's end of a socket; the server's hears of it when the network lets it.
    func hangUp(_ socket: SourceRun.Socket, cleanly: Bool) {
        self.send(on: socket) { socket.edge.gone(socket.session, cleanly: cleanly) }
        socket.toServer.cut()
    }

    private func send(on socket: SourceRun.Socket, _ heard: @escaping () -> Void) {
        let faults = self.client.faults
        let arrival = socket.toServer.arrival(
            sentAt: max(self.world.now, faults.holeEnd),
            delay: faults.roads.delay(using: &self.world.chance)
        )
        if let arrival { self.world.at(arrival, heard) }
    }
}
