// SPDX-License-Identifier: Apache-2.0

import MartletRules
import MartletTesting
import MartletWire

/// What sessions are told, and how they end.
extension Edge {
    func greet(
        _ session: Session,
        at position: Position,
        from: Seq?,
        replayed: Int,
        resync: ResyncReason?
    ) {
        switch session.kind {
        case .socket:
            var hello = Hello(
                userID: session.user,
                connectionID: ConnectionID(rawValue: "\(self.name)-\(session.id)"),
                position: position,
                resync: resync,
                serverTime: self.world.core.date,
                limits: World.limits
            )
            if let from { hello.resume(from: from, replaying: replayed) }
            self.say(.hello(hello), to: session)
        case .poll:
            session.page = LongPollPage(
                epoch: position.epoch,
                seq: position.seq,
                events: [],
                resync: resync
            )
            if resync != nil { self.answer(session) }
        }
    }

    func caughtUp(_ session: Session) {
        guard !session.isClosed else { return }
        if case .poll = session.kind {
            session.page.seq = self.tail.head
            session.page.epoch = self.epoch
            if !session.gathered.isEmpty || session.isOutOfTime { self.answer(session) }
        } else {
            self.askForPresence(session)
        }
    }

    func write(_ entries: [LogEntry], to session: Session) {
        for entry in entries {
            self.world.judge.wrote(entry, to: session.user, edgeAt: self.tail.head)
            session.sent += 1
            switch session.kind {
            case .socket: self.say(.entry(entry), to: session)
            case .poll: session.gathered.append(entry)
            }
        }
        if session.isLive, !session.gathered.isEmpty { self.answer(session) }
    }

    func tell(_ session: Session, of term: Term) {
        session.epoch = term.epoch
        session.page.epoch = term.epoch
        self.say(.epoch(Position(epoch: term.epoch, seq: term.firstSeq)), to: session)
    }

    func askForPresence(_ session: Session) {
        guard case .socket = session.kind else { return }
        self.world.afterLink {
            self.world.core.askForPresence(self) { online in
                if session.isLive { self.say(.presence(isFull: true, online), to: session) }
            }
        }
    }

    /// Answers a poll with what there is.
    func answer(_ session: Session) {
        guard case .poll(let answer) = session.kind, !session.isClosed else { return }
        if let last = session.gathered.last { session.page.seq = max(last.seq, session.page.seq) }
        let (page, entries) = (session.page, session.gathered)
        self.forget(session, cleanly: false)
        answer(.page(page, entries))
    }

    /// Notes that a poll has waited long enough.
    func timeIsUp(for session: Session) {
        guard !session.isClosed else { return }
        session.isOutOfTime = true
        if session.isLive { self.answer(session) }
    }

    func say(_ frame: Frame, to session: Session) {
        guard case .socket = session.kind, !session.isClosed else { return }
        let faults = session.client.faults
        for _ in 0..<faults.copies(of: frame, using: &self.world.chance) {
            let arrival = session.toClient.arrival(
                sentAt: max(self.world.now, faults.holeEnd),
                delay: faults.roads.delay(using: &self.world.chance)
            )
            if let arrival { self.world.at(arrival) { session.deliver(frame) } }
        }
    }

    func close(_ session: Session, _ code: CloseCode, reason: String) {
        guard !session.isClosed else { return }
        if case .poll(let answer) = session.kind {
            self.forget(session, cleanly: false)
            let isOver = code.reaction == .stop
            answer(.refused(isOver ? .unauthorized : .unavailable, hint: RetryHint(reason)?.delay))
            return
        }
        self.say(.close(code, reason: reason), to: session)
        self.forget(session, cleanly: code == .signedOut)
    }

    /// Cuts every connection, without a word.
    func dropEveryone() {
        for session in self.everySession {
            if case .socket = session.kind { self.cut(session) }
            self.close(session, .lost, reason: "")
        }
    }

    func closeAll(of user: UserID, _ code: CloseCode) {
        for session in self.people[user]?.sessions ?? [] { self.close(session, code, reason: "") }
    }

    /// Notes that the client's end has gone; `cleanly` if it said farewell.
    func gone(_ session: Session, cleanly: Bool) {
        self.forget(session, cleanly: cleanly)
    }

    func pong(_ session: Session) {
        if !session.isClosed, let seat = session.seat { self.wheel.heard(seat) }
    }

    func forget(_ session: Session, cleanly: Bool) {
        guard !session.isClosed, let person = self.people[session.user] else { return }
        let wasCounted = !session.isAttaching
        if session.isAttaching { person.attaching -= 1 }
        session.phase = .closed
        if let seat = session.seat { self.wheel.remove(seat) }
        self.early.removeAll { $0.session === session }
        person.sessions.removeAll { $0 === session }
        if person.attaching == 0 { person.passed = [] }
        if wasCounted { self.report(session.user, cleanly: cleanly) }
        if person.sessions.isEmpty { self.people[session.user] = nil }
    }

    func report(_ user: UserID, cleanly: Bool) {
        let count = self.people[user]?.sessions.count { !$0.isAttaching && !$0.isClosed } ?? 0
        self.world.core.report(
            PresenceReport(edge: self.identity, user: user, count: count, cleanly: cleanly),
            over: self.isLinked ? self.linkNumber : nil
        )
    }

    func tick() {
        guard !self.isTicking else { return }
        self.isTicking = true
        self.world.after(self.wheel.resolution) {
            self.isTicking = false
            guard self.isUp, self.wheel.count > 0 else { return }
            for (session, action) in self.wheel.tick(at: self.world.now) {
                switch action {
                case .ping:
                    self.say(.ping(Ping(seq: session.cursor, sent: Int64(session.sent))), to: session)
                case .close: self.close(session, .heartbeatLost, reason: "")
                }
            }
            self.tick()
        }
    }
}
