// SPDX-License-Identifier: Apache-2.0

import MartletRules
package import MartletWire
package import NIOCore

/// The part of the fan-out that lives on one event loop: the newest entries, and the sessions that read them.
///
/// This is where a message is fanned out. What is live gets new entries as they come; what is behind reads from the
/// tail, or from the store below it, until it has caught up: see `FanoutShard+Resume`. Confined to its loop.
package final class FanoutShard {
    package let eventLoop: any EventLoop
    let link: any Link
    let settings: FanoutSettings
    let counts: ConnectionLedger
    var inbox: ShardInbox?
    var tail: LogTail<FramedEntry>
    /// Terms that began within the tail, oldest first.
    var terms: [Term] = []
    private(set) var epoch: Epoch
    var people: [UserID: Person] = [:]
    var listeners = Listeners()
    /// Attachments read at a place in the log that this loop has not reached.
    var early: [(session: Session, attachment: Attachment)] = []
    /// Who waits for the presence of their workspaces.
    var presenceQueue = PresenceQueue()
    /// What whoever comes is told of large workspaces, which names nobody; kept until the next tick, since one may shrink.
    var emptySnapshots: [WorkspaceID: ByteBuffer] = [:]
    /// The WebSockets on this loop, in no order.
    var connections: [SocketConnection] = []
    /// The streams of server-sent events on this loop.
    var streams: [ConnectionID: Session] = [:]
    var heartbeats: HeartbeatWheel<Session, LoopInstant>
    var isTicking = false
    /// Set once the server goes away, with how many have been given their slot.
    var drainSchedule: DrainSchedule?
    var drained = 0
    var generator = SplitMix64()
    var metrics = ShardMetrics()
    /// What is to be asked of the core when this turn has read all there is.
    var attaches: [(session: Session, request: AttachRequest)] = []
    /// The sessions that are being brought up to the log's head.
    var behind: [ObjectIdentifier: Session] = [:]
    /// What the newest replay wrote.
    var lastPage: FrameRun?
    private var dirty: [Session] = []

    package init(
        on eventLoop: any EventLoop,
        link: any Link,
        counts: ConnectionLedger,
        settings: FanoutSettings
    ) {
        self.eventLoop = eventLoop
        self.link = link
        self.counts = counts
        self.settings = settings
        self.epoch = Epoch(rawValue: "")
        self.tail = LogTail(after: 0, capacity: settings.tail)
        self.heartbeats = HeartbeatWheel(timing: settings.heartbeat, startingAt: LoopInstant(eventLoop.now))
    }

    /// What everyone who is live has been given everything up to.
    package var position: Position { Position(epoch: self.epoch, seq: self.tail.head) }

    /// How many sessions there are.
    package var sessionCount: Int { self.people.values.reduce(0) { $0 + $1.sessions.count } }

    /// Writes entries that follow one another and the shard's position to who is to hear them; ``flush()`` sends them.
    package func fanOut(_ entries: ArraySlice<FramedEntry>) {
        var rest = entries
        while !rest.isEmpty {
            let run = rest.prefix(Self.runLength(of: rest))
            rest = rest.dropFirst(run.count)
            for framed in run { self.append(framed) }
            self.fanOut(run: run, isAll: run.count == entries.count)
            if let last = run.last?.entry { self.fold(last) }
        }
        self.admitEarly()
    }

    /// Gives everyone who is live and listening something that has no place in the log.
    package func deliver(ephemeral frame: ByteBuffer, to audience: Audience) {
        var reached: Set<ObjectIdentifier> = []
        let isSingle = audience.keys.count == 1
        for key in audience.keys {
            for person in self.listeners[key] where !audience.except.contains(person.id) {
                for session in person.sessions where session.isLive && session.isActive && session.outlet.isWritable {
                    guard isSingle || reached.insert(ObjectIdentifier(session)).inserted else { continue }
                    session.outlet.write(control: frame)
                    self.metrics.wrote(ephemeral: frame.readableBytes)
                    self.markDirty(session)
                }
            }
        }
        self.flush()
    }

    /// Forgets the log and everyone who reads it: the core's log is not the one we followed.
    package func reset(to position: Position) {
        self.epoch = position.epoch
        self.terms = []
        self.lastPage = nil
        self.tail.reset(after: position.seq)
        for session in self.people.values.flatMap(\.sessions) { self.close(session, .rebalanced, reason: "") }
    }

    /// Notes that a session was written to, so that the turn's flush covers it.
    func markDirty(_ session: Session) {
        guard !session.isDirty else { return }
        session.isDirty = true
        self.dirty.append(session)
    }

    /// Sends what was written in this turn: one flush a session, however many entries it got.
    func flush() {
        let dirty = self.dirty
        self.dirty.removeAll(keepingCapacity: true)
        for session in dirty {
            session.isDirty = false
            session.outlet.flush()
        }
        self.metrics.publish()
    }
}

// MARK: - One run

extension FanoutShard {
    /// How many of the next entries go to exactly the same listeners and can share a write.
    private static func runLength(of entries: ArraySlice<FramedEntry>) -> Int {
        guard let first = entries.first, let key = first.onlyKey, first.entry.memberships.isEmpty else { return 1 }
        var bytes = 0
        var count = 0
        for framed in entries {
            bytes += framed.frame.readableBytes
            guard framed.onlyKey == key, framed.entry.memberships.isEmpty, count == 0 || bytes <= 64 * 1024 else {
                break
            }
            count += 1
        }
        return count
    }

    private func append(_ framed: FramedEntry) {
        let entry = framed.entry
        // Whoever is told a position by a tail that missed something would miss it too, and never know.
        precondition(entry.seq == self.tail.head + 1, "the log is followed without holes")
        self.tail.append(
            framed,
            weight: framed.frame.readableBytes + entry.event.count,
            under: framed.keys,
            except: entry.audience.except
        )
        for seq in entry.redacts { self.redact(seq) }
    }

    private func redact(_ seq: Seq) {
        guard let redacted = try? self.tail[seq]?.redacted() else { return }
        self.tail.replace(seq, with: redacted, weight: redacted.frame.readableBytes + redacted.entry.event.count)
    }

    /// From so many listeners on, what is all there is to write is sent in the same pass, while it is at hand; for fewer,
    /// the event waits for the turn's end, so that the writer's answer leaves with it.
    private static let wideAudience = 32

    private func fanOut(run: ArraySlice<FramedEntry>, isAll: Bool) {
        guard let first = run.first else { return }
        if let term = first.entry.term {
            self.begin(term, at: first.entry.seq)
            return
        }
        let joined = FrameRun(run)
        let firstSeq = first.entry.seq
        let except = first.entry.audience.except
        let lastSeq = firstSeq + Seq(run.count) - 1
        var reached = 0
        for key in first.keys {
            let listeners = self.listeners[key]
            let isSent = isAll && listeners.count >= Self.wideAudience
            for person in listeners {
                guard except.isEmpty || !except.contains(person.id) else { continue }
                for session in person.sessions where session.isLive && session.lastWritten < firstSeq {
                    guard self.give(joined, to: session, isSent: isSent) else {
                        session.cursor = firstSeq - 1
                        self.move(session, to: .behind(replayEnd: firstSeq - 1))
                        continue
                    }
                    session.lastWritten = lastSeq
                    session.sent += run.count
                    reached += 1
                }
            }
        }
        self.metrics.wrote(reached * run.count, bytes: reached * joined.frames.readableBytes)
    }

    /// Writes entries to a session, and says whether it takes them.
    @inline(__always)
    private func give(_ run: FrameRun, to session: Session, isSent: Bool) -> Bool {
        if isSent, !session.isDirty { return session.outlet.send(run) }
        guard session.outlet.isWritable else { return false }
        session.outlet.write(run)
        self.markDirty(session)
        return true
    }

    private func begin(_ term: Epoch, at seq: Seq) {
        self.epoch = term
        self.terms.removeAll { $0.firstSeq < self.tail.floor }
        self.terms.append(Term(epoch: term, firstSeq: seq))
        for session in self.people.values.flatMap(\.sessions) where session.isLive {
            self.tell(session, of: term, at: seq)
        }
    }

    func tell(_ session: Session, of term: Epoch, at seq: Seq) {
        session.epoch = term
        session.outlet.told(of: term)
        let frame = ServerFrame.epoch(Position(epoch: term, seq: seq))
        let bytes = (try? WireEncoder().encode(frame)) ?? []
        session.outlet.write(control: ServerFrameWriter.text(ByteBuffer(bytes: bytes)))
        self.markDirty(session)
    }

    /// Who hears what from the next entry on.
    private func fold(_ entry: LogEntry) {
        for change in entry.memberships {
            if let user = change.user {
                guard let person = self.people[user] else { continue }
                self.fold(change, at: entry.seq, for: person)
            } else {
                for person in self.listeners[change.key] { self.fold(change, at: entry.seq, for: person) }
                for person in self.people.values where person.attaching > 0 {
                    person.passed.append((change, entry.seq))
                }
            }
        }
    }

    private func fold(_ change: MembershipChange, at seq: Seq, for person: Person) {
        if person.attaching > 0, change.user != nil { person.passed.append((change, seq)) }
        person.entitlements.fold(change, at: seq)
        guard person.sessions.count > person.attaching else { return }
        switch change.action {
        case .begin: self.listeners.add(person, to: change.key)
        case .end: self.listeners.remove(person, from: change.key)
        }
    }
}
