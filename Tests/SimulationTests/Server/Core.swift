// SPDX-License-Identifier: Apache-2.0

import MartletRules
import MartletTesting
import MartletWire

/// The simulated core: calls come in, are committed together, and what they did is told afterwards.
///
/// It may die between any two of these.
final class Core {
    struct Follower {
        var edge: Edge
        var linkNumber: Int
        var stream = SimulatedStream()
        var told: Seq
    }

    typealias Change = (inout Books) -> () -> Void

    static let workspace: WorkspaceID = 1
    /// How long a session may be silent: less than the server's own 180 s, so that a short storm has room for it and for
    /// the correction that follows.
    static let patience: Duration = .seconds(90)
    private static let admission: Duration = .seconds(20)

    unowned let world: World
    var books = Books()
    var isUp = false
    /// Which life this is; nothing that belongs to an earlier one happens.
    var life = 0
    var presence: PresenceRule<ManualInstant>
    var board: PresenceBoard<Bool, ManualInstant>
    var silence: SilentSessions<ManualInstant>
    var followers: [String: Follower] = [:]
    var batch: [Change] = []
    var isCommitting = false
    /// How far the wall clock is off.
    var skew = Duration.zero
    /// Whether it answers many calls with failures.
    var isSick = false
    var backup: Books?

    init(in world: World) {
        self.world = world
        self.presence = PresenceRule()
        self.board = PresenceBoard()
        self.silence = SilentSessions(patience: Self.patience)
    }

    var date: Timestamp {
        World.epoch.advanced(by: ManualInstant(.zero).duration(to: self.world.now) + self.skew)
    }

    // MARK: - Life

    func start() {
        guard !self.isUp else { return }
        self.isUp = true
        self.life += 1
        self.books.begin(Epoch(rawValue: "e\(self.life)"))
        self.world.judge.committed(self.books)
        self.presence = PresenceRule()
        self.board = PresenceBoard()
        self.silence = SilentSessions(patience: Self.patience)
        self.carryOut(
            self.presence.started(
                online: self.books.online.sorted(),
                admission: Self.admission,
                at: self.world.now
            )
        )
        self.watchWork()
    }

    func crash() {
        guard self.isUp else { return }
        self.isUp = false
        self.life += 1
        self.batch = []
        self.isCommitting = false
        let followers = self.followers.values.sorted { $0.edge.name < $1.edge.name }
        self.followers = [:]
        for follower in followers {
            self.world.afterLink {
                if follower.edge.linkNumber == follower.linkNumber { follower.edge.linkLost() }
            }
        }
    }

    func takeBackup() { self.backup = self.books }

    /// Starts from a copy that was made earlier, while it is down.
    func restoreBackup() {
        guard !self.isUp, let backup = self.backup else { return }
        self.books = backup
        self.world.judge.restored(backup)
    }

    func trimLog(to count: Int) {
        guard self.isUp, !self.isCommitting else { return }
        self.books.trim(to: count)
    }

    func after(_ delay: Duration, _ work: @escaping () -> Void) {
        let life = self.life
        self.world.after(delay) { if self.life == life { work() } }
    }

    // MARK: - Commits

    /// Changes the books together with whatever else is waiting; what the change returns is done once that is durable.
    func submit(_ change: @escaping Change) {
        guard self.isUp else { return }
        self.batch.append(change)
        self.commitSoon()
    }

    func commitSoon() {
        guard !self.isCommitting, !self.batch.isEmpty else { return }
        self.isCommitting = true
        self.after(.milliseconds(Int.random(in: 1...4, using: &self.world.chance))) {
            var draft = self.books
            let answers = self.batch.map { $0(&draft) }
            self.batch = []
            self.books = draft
            self.world.judge.committed(draft)
            self.after(.microseconds(500)) {
                self.publish()
                for answer in answers { answer() }
                self.isCommitting = false
                self.commitSoon()
            }
        }
    }

    func publish() {
        for name in self.followers.keys.sorted() {
            guard let told = self.followers[name]?.told, told < self.books.head else { continue }
            self.followers[name]?.told = self.books.head
            for seq in (told + 1)...self.books.head {
                guard let entry = self.books[seq] else { continue }
                self.tell(name) { $0.heard(entry) }
            }
        }
    }

    // MARK: - Edges

    func join(_ edge: Edge, from position: Position?) {
        guard self.isUp else { return }
        var isContinuation = false
        if let position,
            case .resume = ResumeDecision(epoch: position.epoch, from: position.seq, in: self.books.span)
        {
            isContinuation = true
        }
        let here = self.books.position
        let told = isContinuation ? position?.seq ?? here.seq : here.seq
        self.followers[edge.name] = Follower(edge: edge, linkNumber: edge.linkNumber, told: told)
        self.tell(edge.name) { $0.joined(at: here, isContinuation: isContinuation) }
        self.publish()
    }

    /// Notes that an edge cannot be heard any more; what it said before may still be on its way.
    func edgeGone(_ edge: Edge) {
        self.followers[edge.name] = nil
        let identity = edge.identity
        self.after(.milliseconds(5)) {
            self.carryOut(self.presence.edgeLost(identity, at: self.world.now))
        }
    }

    func tell(_ name: String, _ news: @escaping (Edge) -> Void) {
        guard var follower = self.followers[name] else { return }
        let delay = self.world.linkRoads.delay(using: &self.world.chance)
        let arrival = follower.stream.arrival(sentAt: self.world.now, delay: delay)
        self.followers[name] = follower
        guard let arrival else { return }
        self.world.at(arrival) {
            guard follower.edge.isUp, follower.edge.linkNumber == follower.linkNumber else { return }
            news(follower.edge)
        }
    }

    func attach(_ user: UserID, epoch: String?, from: String?) -> Attachment? {
        guard self.isUp else { return nil }
        let decision = ResumeDecision(epoch: epoch, from: from, in: self.books.span)
        let reach =
            if case .resume(let seq) = decision { seq } else { self.books.head }
        return Attachment(
            head: self.books.head,
            decision: decision,
            memberships: self.books.memberships(of: user, reachingPast: reach)
        )
    }

    func replay(_ user: UserID, after seq: Seq, through end: Seq, limit: Int) -> [LogEntry]? {
        guard self.isUp, seq >= self.books.floor - 1 else { return nil }
        return self.books.replay(to: user, after: seq, through: min(end, self.books.head), limit: limit)
    }
}
