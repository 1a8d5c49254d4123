// SPDX-License-Identifier: Apache-2.0

import MartletRules
import MartletTesting
import MartletWire

/// How a session gets from where it stands to where the edge is, as the real edge does it.
extension Edge {
    func attach(_ client: Client, epoch: String?, from: String?, kind: Session.Kind) -> Session {
        self.lastSession += 1
        let user = client.user
        let session = Session(id: self.lastSession, of: client, kind: kind)
        let person = self.people[user] ?? Person(user)
        self.people[user] = person
        person.sessions.append(session)
        person.attaching += 1
        guard self.isLinked else {
            self.world.after(.zero) { self.close(session, .tryAgainLater, reason: "retry_after_ms=1000") }
            return session
        }
        let number = self.linkNumber
        self.world.afterLink {
            guard let attachment = self.world.core.attach(user, epoch: epoch, from: from) else { return }
            self.world.afterLink { if self.linkNumber == number { self.attached(session, attachment) } }
        }
        return session
    }

    func attached(_ session: Session, _ attachment: Attachment) {
        guard session.isAttaching else { return }
        guard attachment.head > self.tail.head else { return self.establish(session, attachment) }
        self.early.append((session, attachment))
        self.world.after(.seconds(5)) {
            guard self.early.contains(where: { $0.session === session }) else { return }
            self.early.removeAll { $0.session === session }
            self.close(session, .tryAgainLater, reason: "retry_after_ms=1000")
        }
    }

    func admitEarly() {
        let ready = self.early.filter { $0.attachment.head <= self.tail.head }
        self.early.removeAll { $0.attachment.head <= self.tail.head }
        for (session, attachment) in ready { self.establish(session, attachment) }
    }

    func establish(_ session: Session, _ attachment: Attachment) {
        guard session.isAttaching, let person = self.people[session.user] else { return }
        let entitlements = Entitlements(
            of: session.user,
            memberships: attachment.memberships,
            readAt: attachment.head,
            passed: person.passed
        )
        let known =
            person.sessions.count > person.attaching ? Array(person.entitlements.memberships) : []
        person.entitlements = Entitlements(
            of: session.user,
            memberships: known + Array(entitlements.memberships)
        )
        person.attaching -= 1
        if person.attaching == 0 { person.passed = [] }
        session.epoch = self.epoch
        session.phase = .live
        self.report(session.user, cleanly: false)
        if case .socket = session.kind {
            session.seat = self.wheel.add(session, using: &self.world.chance)
            self.tick()
        }
        switch attachment.decision {
        case .live: self.begin(session, resync: nil)
        case .resync(let reason): self.begin(session, resync: reason)
        case .resume(let seq): self.replay(session, after: seq, for: person)
        }
    }

    var here: Position { Position(epoch: self.epoch, seq: self.tail.head) }

    func begin(_ session: Session, resync: ResyncReason?) {
        session.phase = .live
        session.cursor = self.tail.head
        self.greet(session, at: self.here, from: nil, replayed: 0, resync: resync)
        self.caughtUp(session)
    }

    func replay(_ session: Session, after seq: Seq, for person: Person) {
        let end = self.tail.head
        session.cursor = seq
        session.phase = .behind(replayEnd: end)
        if let count = self.tail.count(
            for: person.entitlements,
            after: seq,
            through: end,
            upTo: Self.resumeLimit + 1
        ) {
            return self.replay(session, count: count, through: end)
        }
        session.isFetching = true
        self.ask(for: session, limit: Self.resumeLimit + 1, through: end) { entries in
            self.replay(session, count: entries.count, through: end)
        }
    }

    func replay(_ session: Session, count: Int, through end: Seq) {
        guard
            ResumeDecision.resume(after: session.cursor).counted(count, limit: Self.resumeLimit)
                == .resume(after: session.cursor)
        else { return self.begin(session, resync: .tooMany) }
        let position = Position(epoch: self.epoch, seq: end)
        self.greet(session, at: position, from: session.cursor, replayed: count, resync: nil)
        self.pump(session)
    }

    /// Asks the core for what a session is owed; what comes too late is not heard.
    func ask(
        for session: Session,
        limit: Int,
        through end: Seq,
        _ answered: @escaping ([LogEntry]) -> Void
    ) {
        let (number, cursor) = (self.linkNumber, session.cursor)
        self.world.afterLink {
            guard
                let entries = self.world.core.replay(
                    session.user,
                    after: cursor,
                    through: end,
                    limit: limit
                )
            else {
                return
            }
            self.world.afterLink {
                guard self.linkNumber == number, !session.isClosed else { return }
                session.isFetching = false
                answered(entries)
            }
        }
        self.world.after(.seconds(5)) {
            guard session.isFetching, session.cursor == cursor else { return }
            self.close(session, .tryAgainLater, reason: "retry_after_ms=1000")
        }
    }

    func pump(_ session: Session) {
        guard let person = self.people[session.user] else { return }
        while case .behind(let replayEnd) = session.phase, !session.isFetching {
            let span = LogSpan(head: self.tail.head, floor: self.tail.floor, terms: self.terms)
            switch CatchUpStep(
                from: session.cursor,
                toldOf: session.epoch,
                replayEnd: replayEnd,
                in: span
            )
            {
            case .goLive:
                session.phase = .live
                self.caughtUp(session)
            case .read(let end, let term):
                var entries: [LogEntry] = []
                if end > session.cursor {
                    let page = self.tail.read(
                        for: person.entitlements,
                        after: session.cursor,
                        through: end,
                        limit: Self.pageLength
                    ) { _, entry in
                        entries.append(entry)
                        return true
                    }
                    guard let page else { return }
                    self.write(entries, to: session)
                    session.cursor = page.cursor
                }
                if let term, session.cursor >= term.firstSeq - 1 {
                    session.cursor = term.firstSeq
                    self.tell(session, of: term)
                }
            case .fetch(let end):
                session.isFetching = true
                let askedAt = self.tail.head
                self.ask(for: session, limit: Self.pageLength, through: end) { entries in
                    if let takenBack = self.tail.takenBack(since: askedAt, \.redacts) {
                        self.write(entries.map { self.asNow($0, without: takenBack) }, to: session)
                        session.cursor = entries.count < Self.pageLength ? end : entries.last?.seq ?? end
                    }
                    self.pump(session)
                }
            case .fallBehind:
                self.close(session, .fellBehind, reason: "")
            }
        }
    }

    private func asNow(_ entry: LogEntry, without takenBack: Set<Seq>) -> LogEntry {
        guard takenBack.contains(entry.seq), let event = try? EventBytes.redacted(entry.event) else { return entry }
        return entry.replacing(event: event)
    }
}
