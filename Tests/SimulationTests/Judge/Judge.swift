// SPDX-License-Identifier: Apache-2.0

import MartletRules
import MartletTesting
import MartletWire

/// Watches everything that happens, and keeps its own account of what ought to.
///
/// It shares no rule with the code that it judges.
final class Judge {
    struct Reader {
        /// Where what it shows began, and the history that it belongs to.
        var last: Seq?
        var history = 0
        /// What it has applied since.
        var applied: Set<Seq> = []
        /// From where its connection brings everything.
        var start: Seq?
        /// Whether a connection lost or repeated something inside it, which a stream of bytes does not do.
        var isLoose = false
        var dials: [ManualInstant] = []
        var isToldToStop = false
    }

    struct Item {
        var client: Int
        var lane: String
        var intent: Intent
        var failures = 0
        /// Whether the server has ever refused it; it may have its effect later, if the answer was lost.
        var wasRefused = false
        var fate: Settlement.Fate?
        /// How many copies of it the network still has.
        var copies = 0
        /// Whether it had some when the client gave it up: one of them may have its effect then.
        var wasOnItsWay = false
    }

    unowned let world: World
    var violation: Violation?
    var histories = [Chronicle()]
    var readers: [Int: Reader] = [:]
    var items: [String: Item] = [:]
    var queued: [String] = []
    var ends: [String: Int64] = [:]
    var endEvents: [String: [Seq: String]] = [:]

    init(in world: World) {
        self.world = world
    }

    func blame(_ invariant: Invariant, _ detail: @autoclosure () -> String) {
        guard self.violation == nil else { return }
        self.violation = Violation(invariant: invariant, detail: detail(), instant: self.world.now)
    }

    var history: Chronicle { self.histories[self.histories.count - 1] }

    // MARK: - The log

    func committed(_ books: Books) {
        let last = self.histories.count - 1
        while self.histories[last].head < books.head {
            guard let entry = books[self.histories[last].head + 1] else { break }
            self.histories[last].append(entry)
        }
        if self.histories[last].head != books.head {
            self.blame(
                .noChangeWithoutEvent,
                "the log ends at \(books.head), not at \(self.histories[last].head)"
            )
        }
    }

    func restored(_ books: Books) {
        self.histories.append(Chronicle(from: self.history, at: books.head))
    }

    func wrote(_ entry: LogEntry, to user: UserID, edgeAt head: Seq) {
        guard let redacting = self.history.redactedBy[entry.seq], redacting <= head,
            World.tells(entry.event)
        else {
            return
        }
        self.blame(
            .noLateText,
            "user \(user) is told \(entry.seq) again, which \(redacting) had taken back"
        )
    }

    // MARK: - Readers

    func began(_ client: Int, at seq: Seq) {
        var reader = self.readers[client] ?? Reader()
        reader.last = seq
        reader.history = self.histories.count - 1
        reader.applied = []
        self.readers[client] = reader
    }

    /// Notes that a connection did what a stream of bytes does not: from here on the order is not judged.
    func loosened(_ client: Int) {
        self.readers[client, default: Reader()].isLoose = true
    }

    /// Notes that a process has ended, and where its successor goes on.
    ///
    /// After a connection that lost something this lies before some of what was applied, and only the process knew what.
    func died(_ client: Int, goingOnFrom seq: Seq?) {
        guard let reader = self.readers[client], reader.isLoose, let seq else { return }
        self.readers[client]?.applied = reader.applied.filter { $0 <= seq }
    }

    func applied(_ client: Int, of user: UserID, _ seq: Seq, _ event: [UInt8]) {
        guard var reader = self.readers[client], let last = reader.last else {
            return self.blame(
                .everyEventOnceAndInOrder,
                "client \(client) applied \(seq) before it began"
            )
        }
        defer { self.readers[client] = reader }
        guard reader.applied.insert(seq).inserted else {
            return self.blame(.everyEventOnceAndInOrder, "client \(client) applied \(seq) twice")
        }
        if reader.isLoose {
            reader.last = max(last, seq)
            return
        }
        let number = World.number(of: event)
        for index in reader.history..<self.histories.count {
            let history = self.histories[index]
            if index > reader.history, last > history.fork { break }
            guard history.next(for: user, after: last) == seq, let record = history[seq] else { continue }
            guard number == nil || record.number == number else { continue }
            reader.history = index
            reader.last = seq
            return
        }
        let expected =
            self.histories[reader.history].next(for: user, after: last).map(String.init) ?? "nothing"
        self.blame(
            .everyEventOnceAndInOrder,
            "client \(client) of user \(user) applied \(seq) after \(last), where \(expected) follows"
        )
    }

    func hasEverything(_ client: Int, of user: UserID) -> Bool {
        guard let reader = self.readers[client], let last = reader.last else { return false }
        let history = self.history
        for later in self.histories.dropFirst(reader.history + 1) where last > later.fork {
            return false
        }
        return reader.isLoose || history.next(for: user, after: last) == nil
    }

    /// Notes from where a connection brings everything.
    func opened(_ client: Int, from seq: Seq) {
        self.readers[client]?.start = seq
    }

    /// Notes that both ends of a connection have counted the same: nothing that it should have brought is missing.
    func agreed(_ client: Int, of user: UserID, at end: Seq) {
        guard let reader = self.readers[client], reader.isLoose, let start = reader.start else {
            return
        }
        var seq = start
        while let next = self.history.next(for: user, after: seq), next <= end {
            guard reader.applied.contains(next) else {
                let detail = "client \(client) was not told that \(next) is missing"
                return self.blame(.everyEventOnceAndInOrder, detail)
            }
            seq = next
        }
    }

    // MARK: - Dials

    func dialled(_ client: Int) {
        let now = self.world.now
        var reader = self.readers[client] ?? Reader()
        reader.dials = reader.dials.filter { $0.duration(to: now) < .seconds(60) } + [now]
        self.readers[client] = reader
        if reader.isToldToStop { self.blame(.stopMeansStop, "client \(client) came back by itself") }
        if reader.dials.count > 24 {
            self.blame(.serverIsSpared, "client \(client) dialled 25 times in a minute")
        }
    }

    func toldToStop(_ client: Int) { self.readers[client, default: Reader()].isToldToStop = true }
    func encouraged(_ client: Int) { self.readers[client]?.isToldToStop = false }

    // MARK: - The outbox

    func queued(_ key: String, by client: Int, in lane: String, _ intent: Intent) {
        self.items[key] = Item(client: client, lane: lane, intent: intent)
        self.queued.append(key)
        if case .end(let local, let seconds, _) = intent { self.ends[local.rawValue] = seconds }
    }

    func failed(_ key: String) {
        self.items[key]?.failures += 1
        guard let failures = self.items[key]?.failures, failures > 5 else { return }
        self.blame(.failuresEnd, "\(key) failed \(failures) times and is tried again")
    }

    func departed(_ keys: [String]) { for key in keys { self.items[key]?.copies += 1 } }
    func arrived(_ keys: [String]) { for key in keys { self.items[key]?.copies -= 1 } }
    func refused(_ key: String) { self.items[key]?.wasRefused = true }

    func settled(_ settlements: [Settlement]) {
        for settlement in settlements {
            if case .pending = settlement.fate { continue }
            let copies = self.items[settlement.key]?.copies ?? 0
            self.items[settlement.key]?.fate = settlement.fate
            self.items[settlement.key]?.wasOnItsWay = copies > 0
        }
    }

    // MARK: - Work

    func workEnded(_ local: String, by event: String, to session: WorkSession, at seq: Seq) {
        self.endEvents[local, default: [:]][seq] = event
    }
}
