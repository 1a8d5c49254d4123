// SPDX-License-Identifier: Apache-2.0

import MartletRules
import MartletTesting
import MartletWire

/// Everything there is in one simulation: a core, two edges, a few people with their clients, and what is between them.
///
/// One seed makes one history: all chance comes from one generator, and things happen one after the other.
final class World {
    static let epoch: Timestamp = 1_800_000_000_000
    static let limits = Limits.standard
    static let unread = EventPayload.known(MessageDeleted(messageID: 0, channelID: 0))

    static var outboxLimits: OutboxLimits {
        var limits = OutboxLimits()
        limits.batchPatience = .seconds(5)
        return limits
    }

    private enum Happening {
        case work(() -> Void)
        /// Let an outbox do what is due; it waits for its storage.
        case drive(Sending)
    }

    let seed: UInt64
    var chance: SeededGenerator
    let users: [UserID] = [1, 2, 3]
    let channels: [ChannelID] = [1, 2]
    private(set) lazy var judge = Judge(in: self)
    private(set) lazy var core = Core(in: self)
    private(set) var edges: [Edge] = []
    private(set) var clients: [Client] = []
    /// What each call is meant to do, by its key.
    var intents: [String: Intent] = [:]
    /// Between core and edges.
    var linkRoads = SimulatedNetwork(latency: .microseconds(100)...(.milliseconds(2)))
    /// How much longer than others what edges say of people takes to the core.
    var reportLateness = Duration.zero
    /// Whether things still go wrong.
    var isStormy = true
    /// Who has no network at all, and knows.
    private var offline: Set<Int> = []
    private var agenda = Agenda<Happening>()
    private var lastNumber = 0
    private var reportArrivals: [EdgeIdentity: ManualInstant] = [:]
    /// What happened, if somebody wants to read it.
    private(set) var trace: [String]?

    /// Creates the world of a seed.
    /// - Parameters:
    ///   - seed: What all chance comes from.
    ///   - isTraced: Whether what happens is written down.
    ///   - place: Where a client keeps its outbox.
    init(seed: UInt64, isTraced: Bool, outboxIn place: () -> any OutboxPlace) {
        self.seed = seed
        self.chance = SeededGenerator(seed: seed)
        self.trace = isTraced ? [] : nil
        self.edges = ["a", "b"].map { Edge($0, in: self) }
        for (index, user) in [1, 1, 2, 3].enumerated() {
            self.clients.append(Client(id: index + 1, user: UserID(rawValue: Int64(user)), on: place(), in: self))
        }
    }

    // MARK: - Time

    var now: ManualInstant { self.agenda.now }

    func at(_ instant: ManualInstant, _ work: @escaping () -> Void) {
        self.agenda.add(.work(work), at: instant)
    }

    func after(_ delay: Duration, _ work: @escaping () -> Void) {
        self.agenda.add(.work(work), after: delay)
    }

    func drive(_ sending: Sending) {
        self.agenda.add(.drive(sending), after: .zero)
    }

    /// Lets everything happen that happens until an instant, or until an invariant is broken.
    func run(until end: ManualInstant) async {
        while self.judge.violation == nil, let happening = self.agenda.next(until: end) {
            switch happening {
            case .work(let work): work()
            case .drive(let sending): await sending.drive()
            }
        }
    }

    func note(_ line: @autoclosure () -> String) {
        guard self.trace != nil else { return }
        let time = ManualInstant(.zero).duration(to: self.now)
        self.trace?.append("\(time) \(line())")
    }

    // MARK: - What is between them

    func afterLink(_ work: @escaping () -> Void) {
        self.after(self.linkRoads.delay(using: &self.chance), work)
    }

    /// When a report of an edge arrives: in the order of that edge's life.
    func reportArrival(from identity: EdgeIdentity, isLate: Bool) -> ManualInstant? {
        let delay = self.linkRoads.delay(using: &self.chance) + (isLate ? .seconds(3) : self.reportLateness)
        let arrival = max(self.reportArrivals[identity] ?? 0, self.now.advanced(by: delay))
        self.reportArrivals[identity] = arrival
        return arrival
    }

    func edge(_ name: String) -> Edge { self.edges[name == "a" ? 0 : 1] }

    func anyEdge() -> Edge { self.edges[Int.random(in: 0..<2, using: &self.chance)] }

    func isOffline(_ client: Client) -> Bool { self.offline.contains(client.id) }

    func setOffline(_ client: Client, _ isOffline: Bool) {
        if isOffline { self.offline.insert(client.id) } else { self.offline.remove(client.id) }
        client.running?.networkChanged(isAvailable: !isOffline)
    }

    // MARK: - Events

    /// An event's bytes, which begin with a number of its own.
    func event(_ name: String, at seq: Seq) -> [UInt8] {
        Array("{\"n\":\(self.nextNumber()),\"type\":\"\(name)\",\"data\":{}}".utf8)
    }

    /// The bytes of an event that carries a text.
    func event(saying message: Books.Message, at seq: Seq) -> [UInt8] {
        let text =
            "{\"n\":\(self.nextNumber()),\"type\":\"message.created\",\"data\":{\"message\":{\"id\":\(seq),\"channel_id\":"
            + "\(message.channel),\"user_id\":\(message.user),\"body\":\"\(message.text)\",\"thread_id\":null,"
            + "\"reply_count\":0,\"attachments\":[],\"pinned\":false,\"reactions\":[],\"created_at\":1,"
            + "\"edited_at\":null,\"deleted_at\":null}}}"
        return Array(text.utf8)
    }

    private func nextNumber() -> String {
        self.lastNumber += 1
        return String(1_000_000 + self.lastNumber)
    }

    /// The number with which an event begins; nil if it was rewritten since.
    static func number(of event: [UInt8]) -> Int? {
        guard event.count > 12, event[2] == UInt8(ascii: "n"), event[3] == UInt8(ascii: "\"") else { return nil }
        return event[5..<12].reduce(0) { $0 * 10 + Int($1 &- 48) }
    }

    /// Whether an event carries the text of a message.
    static func tells(_ event: [UInt8]) -> Bool {
        String(decoding: event, as: UTF8.self).contains("secret")
    }
}
