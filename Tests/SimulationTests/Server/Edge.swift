// SPDX-License-Identifier: Apache-2.0

import MartletRules
import MartletTesting
import MartletWire

/// The simulated edge: it does what the rules of the real one decide, on one loop without bytes.
final class Edge {
    final class Person {
        var entitlements: Entitlements
        var sessions: [Session] = []
        var passed: [(change: MembershipChange, seq: Seq)] = []
        var attaching = 0

        init(_ user: UserID) {
            self.entitlements = Entitlements(of: user)
        }
    }

    static let tailLength = 24
    static let resumeLimit = 40
    static let pageLength = 8

    let name: String
    unowned let world: World
    var incarnation: UInt64 = 0
    var isUp = false
    /// Which stay at the core this is; nothing that belongs to an earlier one is heard.
    var linkNumber = 0
    var isLinked = false
    var position: Position?
    var tail = LogTail<LogEntry>(after: 0)
    var terms: [Term] = []
    var people: [UserID: Person] = [:]
    var early: [(session: Session, attachment: Attachment)] = []
    var wheel: HeartbeatWheel<Session, ManualInstant>
    var isTicking = false
    var lastSession = 0

    init(_ name: String, in world: World) {
        self.name = name
        self.world = world
        self.wheel = HeartbeatWheel(startingAt: 0)
    }

    var identity: EdgeIdentity { EdgeIdentity(name: self.name, incarnation: self.incarnation) }
    var sessionCount: Int { self.people.values.reduce(0) { $0 + $1.sessions.count } }
    var epoch: Epoch { self.position?.epoch ?? Epoch(rawValue: "") }

    // MARK: - Life

    func start() {
        guard !self.isUp else { return }
        self.isUp = true
        self.incarnation += 1
        self.wheel = HeartbeatWheel(startingAt: self.world.now)
        self.position = nil
        self.tail = LogTail(after: 0)
        self.terms = []
        self.join()
    }

    /// Dies at once; its sockets are cut.
    func crash() {
        guard self.isUp else { return }
        self.isUp = false
        self.isLinked = false
        self.linkNumber += 1
        let sessions = self.people.values.flatMap(\.sessions).sorted { $0.id < $1.id }
        self.people = [:]
        self.early = []
        for session in sessions {
            session.phase = .closed
            self.cut(session)
        }
        self.world.core.edgeGone(self)
    }

    /// Ends a connection without a word; whoever is in a black hole does not even hear of that.
    func cut(_ session: Session) {
        session.toClient.cut()
        if session.client.faults.holeEnd <= self.world.now {
            session.deliver(.close(.lost, reason: ""))
        }
    }

    /// Tells everyone to come back later, then goes away in good order and returns.
    func restart() {
        guard self.isUp else { return }
        for session in self.everySession { self.say(.draining(after: .milliseconds(500)), to: session) }
        self.world.after(.seconds(1)) {
            for session in self.everySession {
                self.close(session, .serviceRestart, reason: "retry_after_ms=500")
            }
            self.crash()
            self.world.after(.seconds(1)) { self.start() }
        }
    }

    var everySession: [Session] { self.people.values.flatMap(\.sessions).sorted { $0.id < $1.id } }

    // MARK: - The link

    /// Asks the core to be told of everything from where we are; again until it answers.
    func join() {
        guard self.isUp, !self.isLinked else { return }
        self.linkNumber += 1
        let number = self.linkNumber
        let position = self.position
        self.world.afterLink {
            guard self.linkNumber == number else { return }
            self.world.core.join(self, from: position)
        }
        self.world.after(.seconds(2)) { if self.linkNumber == number { self.join() } }
    }

    func cutLink() {
        guard self.isUp, self.isLinked else { return }
        self.linkLost()
        self.world.core.edgeGone(self)
    }

    /// Cuts the link for a while without the core noticing: it hears who is left when the edge joins again.
    func cutLink(unnoticedFor length: Duration) {
        guard self.isUp, self.isLinked else { return }
        self.world.note("edge \(self.name): its link is cut for \(length), and the core does not notice")
        self.linkLost(for: length)
    }

    func linkLost(for length: Duration = .zero) {
        guard self.isUp else { return }
        self.isLinked = false
        self.linkNumber += 1
        for session in self.everySession where session.isAttaching {
            self.close(session, .tryAgainLater, reason: "retry_after_ms=1000")
        }
        self.world.after(.seconds(1) + length) { self.join() }
    }

    func joined(at position: Position, isContinuation: Bool) {
        self.isLinked = true
        if self.position == nil || !isContinuation {
            self.position = position
            self.terms = []
            self.tail.reset(after: position.seq)
            for session in self.everySession where !session.isAttaching {
                self.close(session, .rebalanced, reason: "")
            }
        }
        self.world.core.reconcile(self, self.counts)
        for session in self.everySession where session.isLive { self.askForPresence(session) }
    }

    var counts: [UserID: Int] {
        self.people.mapValues { $0.sessions.count { !$0.isAttaching && !$0.isClosed } }.filter {
            $0.value > 0
        }
    }

    // MARK: - Fan-out

    func heard(_ entry: LogEntry) {
        guard let position = self.position, entry.seq == position.seq + 1 else { return }
        self.position?.seq = entry.seq
        self.append(entry)
        if let term = entry.term {
            self.position?.epoch = term
            self.terms.removeAll { $0.firstSeq < self.tail.floor }
            self.terms.append(Term(epoch: term, firstSeq: entry.seq))
        }
        for session in self.everySession where session.isLive { self.pass(entry, to: session) }
        for change in entry.memberships {
            for (user, person) in self.people where change.user == nil || change.user == user {
                if person.attaching > 0 { person.passed.append((change, entry.seq)) }
                person.entitlements.fold(change, at: entry.seq)
            }
        }
        self.admitEarly()
    }

    func append(_ entry: LogEntry) {
        self.tail.append(entry, weight: 1, under: entry.audience.keys, except: entry.audience.except)
        for seq in entry.redacts {
            guard let redacted = self.tail[seq], let event = try? EventBytes.redacted(redacted.event)
            else { continue }
            self.tail.replace(seq, with: redacted.replacing(event: event), weight: 1)
        }
    }

    func pass(_ entry: LogEntry, to session: Session) {
        if let term = entry.term {
            self.tell(session, of: Term(epoch: term, firstSeq: entry.seq))
        } else if let person = self.people[session.user], !entry.audience.except.contains(session.user),
            entry.audience.keys.contains(where: { person.entitlements.covers($0, at: entry.seq) })
        {
            self.write([entry], to: session)
        }
        session.cursor = entry.seq
    }

    func heard(presence: [UserID: Bool]) {
        for session in self.everySession where session.isLive {
            self.say(.presence(isFull: false, presence), to: session)
        }
    }
}
