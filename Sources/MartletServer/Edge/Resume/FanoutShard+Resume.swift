// SPDX-License-Identifier: Apache-2.0

import MartletRules
package import MartletWire
import NIOCore

/// How a session gets from where it stands to the shard's own position.
///
/// Replay and live are one thing: a session is written what it is entitled to while its outlet takes it, in pages,
/// and is live in the loop turn in which it reaches the shard's position.
extension FanoutShard {
    /// Begins a session: asks the core where it stands, and keeps what passes meanwhile.
    package func attach(_ session: Session, epoch: String?, from: String?) {
        self.eventLoop.preconditionInEventLoop()
        let person = self.people[session.user] ?? Person(session.user)
        self.people[session.user] = person
        person.sessions.append(session)
        person.attaching += 1
        self.attaches.append((session, AttachRequest(user: session.user, epoch: epoch, from: from)))
        guard self.attaches.count == 1 else { return }
        self.eventLoop.assumeIsolated().execute { self.askToAttach() }
    }

    /// Asks for all that came in one turn together, so that a storm's questions and answers travel together.
    private func askToAttach() {
        let attaches = self.attaches
        self.attaches.removeAll(keepingCapacity: true)
        for (session, request) in attaches {
            let bound = NIOLoopBound(session, eventLoop: self.eventLoop)
            self.link.attach(request) { [inbox] answer in
                inbox?.post { shard in shard.attached(bound.value, answer) }
            }
        }
    }

    /// Goes on with a session whose outlet takes more again.
    package func resume(_ session: Session) {
        guard case .behind = session.phase else { return }
        self.pump(session)
        self.flush()
    }

    /// Whether a session has been overtaken: what it is owed next is neither in the tail nor part of its replay.
    func hasFallenBehind(_ session: Session) -> Bool {
        guard case .behind(let replayEnd) = session.phase else { return false }
        return session.cursor >= replayEnd && !self.tail.reaches(back: session.cursor)
    }

    /// Ends a session; its outlet is closed with the code.
    package func close(_ session: Session, _ code: CloseCode, reason: String) {
        guard !session.isClosed else { return }
        self.detach(session, isFarewell: false)
        session.outlet.close(code, reason: reason)
    }

    /// Forgets a session whose outlet has gone.
    package func detach(_ session: Session, isFarewell: Bool) {
        guard !session.isClosed, let person = self.people[session.user] else { return }
        if case .attaching = session.phase {
            person.attaching -= 1
        } else {
            self.counts.closed(session.user, isFarewell: isFarewell)
            if let origin = session.origin { self.metrics.connections.ended(origin.transport) }
        }
        self.move(session, to: .closed)
        if let seat = session.seat { self.heartbeats.remove(seat) }
        person.sessions.removeAll { $0 === session }
        if person.attaching == 0 { person.passed = [] }
        if person.sessions.isEmpty {
            self.listeners.remove(person)
            self.people[session.user] = nil
        }
    }

    /// Takes in the attachments that were read ahead of this loop and that it has now reached.
    func admitEarly() {
        guard self.early.contains(where: { $0.attachment.head <= self.tail.head }) else { return }
        let ready = self.early.filter { $0.attachment.head <= self.tail.head }
        self.early.removeAll { $0.attachment.head <= self.tail.head }
        for (session, attachment) in ready { self.establish(session, attachment) }
    }

    /// What it writes leaves when the inbox is drained, with what the others of a storm are told.
    private func attached(_ session: Session, _ answer: Result<Attachment, RPCError>) {
        guard case .attaching = session.phase else { return }
        switch answer {
        case .failure(let error):
            self.close(session, CloseCode(refusing: error), reason: CloseCode.reason(for: error))
        case .success(let attachment) where attachment.head <= self.tail.head:
            self.establish(session, attachment)
        case .success(let attachment):
            self.early.append((session, attachment))
            let bound = NIOLoopBound((self, session), eventLoop: self.eventLoop)
            self.eventLoop.scheduleTask(in: self.settings.patience) { bound.value.0.gaveUp(bound.value.1) }
        }
    }

    private func gaveUp(_ session: Session) {
        guard self.early.contains(where: { $0.session === session }) else { return }
        self.early.removeAll { $0.session === session }
        self.close(session, .tryAgainLater, reason: "retry_after_ms=1000")
    }

    private func establish(_ session: Session, _ attachment: Attachment) {
        guard case .attaching = session.phase, let person = self.people[session.user] else { return }
        guard self.counts.opened(session.user, upTo: self.settings.connectionsPerUser) else {
            self.close(session, .tooManyConnections, reason: "at most \(self.settings.connectionsPerUser)")
            return
        }
        let entitlements = Entitlements(
            of: person.id,
            memberships: attachment.memberships,
            readAt: attachment.head,
            passed: person.passed
        )
        if person.sessions.count > person.attaching {
            let known = Array(person.entitlements.memberships)
            person.entitlements = Entitlements(of: person.id, memberships: known + Array(entitlements.memberships))
        } else {
            person.entitlements = entitlements
        }
        for key in entitlements.keys(at: .max - 1) { self.listeners.add(person, to: key) }
        person.attaching -= 1
        if person.attaching == 0 { person.passed = [] }
        if let origin = session.origin { self.metrics.connections.opened(origin.transport) }
        session.epoch = self.epoch
        switch attachment.decision {
        case .live: self.begin(session, Greeting(position: self.position))
        case .resync(let reason): self.begin(session, Greeting(position: self.position, resync: reason))
        case .resume(let seq): self.replay(session, after: seq, for: person)
        }
    }

    private func begin(_ session: Session, _ greeting: Greeting) {
        if let reason = greeting.resync { self.metrics.replays.refused(reason) } else { self.metrics.replays.began() }
        self.move(session, to: .live)
        session.outlet.greet(greeting)
        session.outlet.caughtUp(with: greeting.position)
        self.markDirty(session)
    }

    // MARK: - Replay

    private func replay(_ session: Session, after seq: Seq, for person: Person) {
        let end = self.tail.head
        session.cursor = seq
        self.move(session, to: .behind(replayEnd: end))
        let limit = session.resumeLimit
        if let count = self.tail.count(for: person.entitlements, after: seq, through: end, upTo: limit + 1) {
            self.replay(session, count: count, through: end)
            return
        }
        session.isFetching = true
        let request = ReplayRequest(user: session.user, after: seq, through: end, limit: limit + 1)
        let bound = NIOLoopBound(session, eventLoop: self.eventLoop)
        self.link.count(request) { [inbox] answer in
            inbox?.post { shard in shard.counted(bound.value, answer, through: end) }
        }
    }

    private func counted(_ session: Session, _ answer: Result<Int, RPCError>, through end: Seq) {
        session.isFetching = false
        guard !session.isClosed else { return }
        switch answer {
        case .failure(let error): self.close(session, CloseCode(refusing: error), reason: CloseCode.reason(for: error))
        case .success(let count): self.replay(session, count: count, through: end)
        }
        self.flush()
    }

    private func replay(_ session: Session, count: Int, through end: Seq) {
        guard count <= session.resumeLimit else {
            self.begin(session, Greeting(position: self.position, resync: .tooMany))
            return
        }
        self.metrics.replays.resumed(count)
        let position = Position(epoch: self.epoch, seq: end)
        session.outlet.greet(Greeting(position: position, from: session.cursor, replayed: count))
        self.markDirty(session)
        self.pump(session)
    }

    /// Writes pages until the session is live, its outlet is full, or a page has to come from the store.
    private func pump(_ session: Session) {
        guard let person = self.people[session.user] else { return }
        while case .behind(let replayEnd) = session.phase, !session.isFetching, session.outlet.isWritable {
            let span = LogSpan(head: self.tail.head, floor: self.tail.floor, terms: self.terms)
            switch CatchUpStep(from: session.cursor, toldOf: session.epoch, replayEnd: replayEnd, in: span) {
            case .goLive: self.goLive(session, person)
            case .read(let end, let term): self.writePage(to: session, for: person, through: end, then: term)
            case .fetch(let end): self.fetchPage(for: session, through: end)
            case .fallBehind: self.close(session, .fellBehind, reason: "")
            }
        }
    }

    private func goLive(_ session: Session, _ person: Person) {
        self.move(session, to: .live)
        session.lastWritten = max(session.lastWritten, session.cursor)
        person.entitlements.forget(through: person.sessions.map { $0.isLive ? self.tail.head : $0.cursor }.min() ?? 0)
        session.outlet.caughtUp(with: self.position)
        self.markDirty(session)
    }

    private func writePage(to session: Session, for person: Person, through end: Seq, then term: Term?) {
        if end > session.cursor {
            var entries: [FramedEntry] = []
            var bytes = 0
            let limit = min(self.settings.pageEntries, session.outlet.capacity)
            let page = self.tail.read(for: person.entitlements, after: session.cursor, through: end) { _, framed in
                entries.append(framed)
                bytes += framed.frame.readableBytes
                return bytes < self.settings.pageBytes && entries.count < limit
            }
            guard let page else { return }
            self.write(entries, to: session)
            session.cursor = page.cursor
        }
        if let term, session.cursor >= term.firstSeq - 1 {
            session.cursor = term.firstSeq
            self.tell(session, of: term.epoch, at: term.firstSeq)
        }
    }

    private func write(_ entries: [FramedEntry], to session: Session) {
        guard let last = entries.last else { return }
        let run = self.joined(entries)
        session.outlet.write(run)
        self.metrics.wrote(entries.count, bytes: run.frames.readableBytes)
        session.lastWritten = last.entry.seq
        session.sent += entries.count
        self.markDirty(session)
    }

    /// The entries as one piece: when many come back at once, most have missed the same.
    private func joined(_ entries: [FramedEntry]) -> FrameRun {
        if let page = self.lastPage, page.entries.count == entries.count, page.entries.elementsEqual(entries, by: ===) {
            return page
        }
        let page = FrameRun(entries[...])
        self.lastPage = page
        return page
    }

    private func fetchPage(for session: Session, through end: Seq) {
        session.isFetching = true
        let limit = min(self.settings.pageEntries, session.outlet.capacity)
        let request = ReplayRequest(user: session.user, after: session.cursor, through: end, limit: limit)
        let bound = NIOLoopBound(session, eventLoop: self.eventLoop)
        let askedAt = self.tail.head
        self.link.replay(request) { [inbox] answer in
            let framed = answer.map { $0.map(FramedEntry.init) }
            inbox?.post { shard in
                shard.fetched(framed, askedAt: askedAt, for: bound.value, limit: limit, through: end)
            }
        }
    }

    private func fetched(
        _ answer: Result<[FramedEntry], RPCError>,
        askedAt: Seq,
        for session: Session,
        limit: Int,
        through end: Seq
    ) {
        session.isFetching = false
        guard !session.isClosed else { return }
        switch answer {
        case .failure(let error):
            self.close(session, CloseCode(refusing: error), reason: CloseCode.reason(for: error))
        case .success(let entries):
            if let entries = self.asNow(entries, readAfter: askedAt) {
                self.write(entries, to: session)
                session.cursor = entries.count < limit ? end : entries.last?.entry.seq ?? end
            }
            self.pump(session)
        }
        self.flush()
    }

    /// Fetched entries without what was taken back while they were on their way; nil if that cannot be said any more,
    /// and they have to be fetched again.
    private func asNow(_ entries: [FramedEntry], readAfter seq: Seq) -> [FramedEntry]? {
        guard let takenBack = self.tail.takenBack(since: seq, { $0.entry.redacts }) else { return nil }
        guard !takenBack.isEmpty else { return entries }
        return entries.map { framed in
            guard takenBack.contains(framed.entry.seq), let redacted = try? framed.redacted() else { return framed }
            return redacted
        }
    }
}
