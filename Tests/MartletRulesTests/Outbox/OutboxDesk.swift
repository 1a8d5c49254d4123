// SPDX-License-Identifier: Apache-2.0

import MartletRules
import MartletTesting
import MartletWire

/// Drives an outbox by hand: storage that never fails, a network that is the test itself, and time that it moves.
struct OutboxDesk {
    private static let epoch: Timestamp = 1_700_000_000_000

    var outbox: Outbox<ManualInstant>
    /// What storage was told, in its order.
    private(set) var settlements: [Settlement] = []
    /// How often credentials were asked for.
    private(set) var refreshes = 0
    /// How often storage was read.
    private(set) var reads = 0
    private(set) var wait: ManualInstant?
    private(set) var elapsed = Duration.zero
    private var stored: [OutboxEntry] = []
    private var chance = SeededGenerator(seed: 1)
    /// Added to the wall clock.
    var skew = Duration.zero

    init(_ change: (inout OutboxLimits) -> Void = { _ in }) {
        var limits = OutboxLimits()
        limits.backoff.jitter = 1...1
        change(&limits)
        self.outbox = Outbox(limits, at: 0)
    }

    var now: ClockReading<ManualInstant> {
        ClockReading(ManualInstant(self.elapsed), date: Self.epoch.advanced(by: self.elapsed + self.skew))
    }

    /// Queues an item; its number is its place in the order.
    @discardableResult
    mutating func queue(
        _ lane: String,
        _ role: OutboxRole = .standalone,
        _ urgency: OutboxUrgency = .critical,
        method: String = "m",
        bytes: Int = 2
    ) -> OutboxItemID {
        let id = OutboxItemID(rawValue: Int64(self.stored.count + 1))
        let entry = OutboxEntry(
            id: id,
            key: "k\(id.rawValue)",
            lane: lane,
            method: method,
            role: role,
            urgency: urgency,
            bytes: bytes,
            queuedAt: self.now.date,
            history: DeliveryHistory()
        )
        self.stored.append(entry)
        self.outbox.loaded([entry], at: self.now)
        return id
    }

    mutating func pass(_ duration: Duration) {
        self.elapsed += duration
    }

    /// Does what the outbox says until it waits, and tells what it sent meanwhile.
    mutating func run() -> [Shipment] {
        var sent: [Shipment] = []
        while true {
            switch self.outbox.step(at: self.now) {
            case .read(let last):
                self.reads += 1
                self.outbox.loaded(self.waiting.filter { $0.id > last }, at: self.now)
            case .acquireLease: self.outbox.leaseGranted(self.lease, at: self.now.instant)
            case .releaseLease: continue
            case .send(let shipment): sent.append(shipment)
            case .bury(let settlements): self.settlements += settlements
            case .refreshCredentials: self.refreshes += 1
            case .wait(let until):
                precondition(until > self.now.instant, "a wait ends later")
                self.wait = until
                return sent
            case .rest:
                self.wait = nil
                return sent
            }
        }
    }

    /// Answers a shipment, and tells what storage must write.
    @discardableResult
    mutating func answer(_ shipment: Shipment, _ answer: ShipmentAnswer) -> [Settlement] {
        let settlements = self.outbox.answered(shipment.id, answer, at: self.now, using: &self.chance)
        self.settlements += settlements
        return settlements
    }

    @discardableResult
    mutating func answer(_ shipment: Shipment, each answer: DeliveryAnswer) -> [Settlement] {
        self.answer(shipment, .each(shipment.items.map { _ in answer }))
    }

    /// Runs through a length of time, answering everything in one way, and tells when each request went out.
    mutating func run(for duration: Duration, answering answer: DeliveryAnswer) -> [Duration] {
        let end = self.elapsed + duration
        var times: [Duration] = []
        while self.elapsed < end {
            for shipment in self.run() {
                times.append(self.elapsed)
                self.answer(shipment, .whole(answer))
            }
            for shipment in self.run() {
                times.append(self.elapsed)
                self.answer(shipment, .whole(answer))
            }
            guard let wait = self.wait else { break }
            self.elapsed = min(end, max(self.elapsed, ManualInstant(.zero).duration(to: wait)))
        }
        return times
    }

    /// A new process that reads what storage has.
    mutating func restart() {
        self.outbox = Outbox(OutboxLimits(), at: self.now.instant)
        self.outbox.loaded(self.waiting, at: self.now)
    }

    private var waiting: [OutboxEntry] { self.stored.filter { self.fate(of: $0.id) == nil }.map(self.current) }
    private var lease: OutboxLease { OutboxLease(owner: "desk", token: 1, expiresAt: 0) }

    /// How an item ended, if it did.
    func fate(of id: OutboxItemID) -> Settlement.Fate? {
        let ends = self.settlements.filter { settlement in
            if case .pending = settlement.fate { false } else { settlement.id == id }
        }
        return ends.last?.fate
    }

    func reason(_ id: OutboxItemID) -> DeadReason? {
        if case .dead(let reason) = self.fate(of: id) { reason } else { nil }
    }

    /// What storage keeps of an item that waits.
    func current(_ entry: OutboxEntry) -> OutboxEntry {
        var entry = entry
        if case .pending(let history) = self.settlements.last(where: { $0.id == entry.id })?.fate {
            entry.history = history
        }
        return entry
    }

    func history(of id: OutboxItemID) -> DeliveryHistory {
        self.stored.first { $0.id == id }.map(self.current)?.history ?? DeliveryHistory()
    }
}

extension [Shipment] {
    /// The first; one without items if there is none, so that a test goes on to say what it expected.
    var head: Shipment { self.first ?? Shipment(id: 0, items: [], credentials: 0) }
}
