// SPDX-License-Identifier: Apache-2.0

import MartletClient
import MartletRules
import MartletTesting
import MartletWire

/// The outbox of one process: it does what the rules decide, one thing after the other.
final class Sending {
    private let client: Client
    private unowned let world: World
    private let storage: any OutboxStorage
    private let owner: String
    private var outbox: Outbox<ManualInstant>
    private var isDead = false
    private var isDue = false
    private var drafts: [(draft: OutboxDraft, intent: Intent)] = []
    private var answers: [(shipment: Int, keys: [String], answer: ShipmentAnswer)] = []
    /// Which requests have no answer yet.
    private var awaited: [Int: [String]] = [:]
    private var wakeAt: ManualInstant?

    init(of client: Client, in storage: any OutboxStorage, _ world: World) {
        self.client = client
        self.world = world
        self.storage = storage
        self.owner = "client \(client.id), process \(client.boots)"
        self.outbox = Outbox(World.outboxLimits, at: world.now)
    }

    private var now: ClockReading<ManualInstant> { ClockReading(self.world.now, date: self.client.date) }

    func die() { self.isDead = true }

    func queue(
        _ intent: Intent,
        under key: String,
        in lane: String,
        role: OutboxRole = .standalone,
        urgency: OutboxUrgency = .critical
    ) {
        self.world.intents[key] = intent
        let draft = OutboxDraft(
            key: key,
            lane: lane,
            method: intent.method,
            params: RawJSON(trusted: Array("{\"key\":\"\(key)\"}".utf8)),
            role: role,
            urgency: urgency
        )
        self.drafts.append((draft, intent))
        self.driveSoon()
    }

    func networkChanged(isOnline: Bool) {
        self.outbox.networkChanged(isOnline: isOnline, at: self.world.now)
        self.driveSoon()
    }

    func flush() {
        self.outbox.flushRequested(at: self.now)
        self.driveSoon()
    }

    func signedIn() {
        self.outbox.signedIn(at: self.world.now)
        self.driveSoon()
    }

    /// Has the simulation call ``drive()`` as the next thing.
    func driveSoon() {
        guard !self.isDead, !self.isDue else { return }
        self.isDue = true
        self.world.drive(self)
    }

    /// Does everything that is due.
    func drive() async {
        self.isDue = false
        guard !self.isDead else { return }
        await self.takeInDrafts()
        await self.takeInAnswers()
        while !self.isDead, await self.step() {}
    }

    private func takeInDrafts() async {
        while !self.isDead, !self.drafts.isEmpty {
            let (draft, intent) = self.drafts.removeFirst()
            guard let admission = try? await self.storage.enqueue([draft], at: self.client.date).first else { continue }
            guard case .queued = admission else { continue }
            self.world.judge.queued(draft.key, by: self.client.id, in: draft.lane, intent)
            self.outbox.queued()
        }
    }

    private func takeInAnswers() async {
        while !self.isDead, !self.answers.isEmpty {
            let (shipment, keys, answer) = self.answers.removeFirst()
            let settlements = self.outbox.answered(shipment, answer, at: self.now, using: &self.world.chance)
            self.maybeCrash()
            guard await self.settle(settlements), case .each = answer else { continue }
            for key in keys where self.world.intents[key] == .poison { self.world.judge.failed(key) }
        }
    }

    /// Does the next thing; returns whether there is more to do now.
    private func step() async -> Bool {
        switch self.outbox.step(at: self.now) {
        case .read(let last): await self.read(after: last)
        case .acquireLease: await self.acquireLease()
        case .releaseLease(let lease): try? await self.storage.release(lease)
        case .send(let shipment): await self.send(shipment)
        case .bury(let settlements): _ = await self.settle(settlements)
        case .refreshCredentials: self.outbox.credentialsRefreshed()
        case .wait(let until):
            self.wake(at: until)
            return false
        case .rest: return false
        }
        return true
    }

    private func wake(at instant: ManualInstant) {
        if let wakeAt = self.wakeAt, wakeAt <= instant, wakeAt > self.world.now { return }
        self.wakeAt = instant
        self.world.at(instant) { self.driveSoon() }
    }

    /// Lets the process die here, once in a while.
    private func maybeCrash() {
        guard self.world.isStormy, Int.random(in: 0..<60, using: &self.world.chance) == 0 else { return }
        self.client.crash(powerFails: Bool.random(using: &self.world.chance))
        let client = self.client
        self.world.after(.seconds(Int.random(in: 1...30, using: &self.world.chance))) { client.boot() }
    }

    private func read(after id: OutboxItemID) async {
        do {
            self.outbox.loaded(try await self.storage.entries(after: id), at: self.now)
        } catch {
            self.outbox.storageFailed(at: self.world.now)
        }
    }

    private func acquireLease() async {
        do {
            switch try await self.storage.requestLease(by: self.owner, at: self.client.date) {
            case .granted(let lease): self.outbox.leaseGranted(lease, at: self.world.now)
            case .held(let until): self.outbox.leaseRefused(until: until, at: self.now)
            }
        } catch {
            self.outbox.storageFailed(at: self.world.now)
        }
    }

    private func send(_ shipment: Shipment) async {
        guard let lease = self.outbox.lease else { return }
        do {
            let items = try await self.storage.claim(shipment.items, under: lease, at: self.client.date)
            self.maybeCrash()
            if !self.isDead { self.ship(shipment, items) }
        } catch {
            self.outbox.storageFailed(isFenced: error.code == .fenced, at: self.world.now)
        }
    }

    /// Writes down what came of items; returns whether that is safe.
    private func settle(_ settlements: [Settlement]) async -> Bool {
        guard !self.isDead, !settlements.isEmpty, let lease = self.outbox.lease else { return false }
        do {
            try await self.storage.settle(settlements, under: lease, at: self.client.date)
            self.world.judge.settled(settlements)
            self.maybeCrash()
            return true
        } catch {
            self.outbox.storageFailed(isFenced: error.code == .fenced, at: self.world.now)
            return false
        }
    }

    // MARK: - The network

    private func ship(_ shipment: Shipment, _ items: [OutboxItem]) {
        self.awaited[shipment.id] = items.map(\.entry.key)
        self.world.after(World.outboxLimits.requestTimeout) {
            self.arrived(.whole(.fault(.timedOut)), to: shipment)
        }
        let calls = items.map { (key: $0.entry.key, params: $0.params) }
        let (client, world) = (self.client, self.world)
        guard !world.isOffline(client), client.faults.holeEnd <= world.now else { return }
        let keys = items.map(\.entry.key)
        for delay in client.faults.roads.deliveries(using: &world.chance) {
            world.judge.departed(keys)
            world.after(delay) {
                world.judge.arrived(keys)
                guard world.core.isUp else { return self.arrived(.whole(.fault(.unreachable)), to: shipment) }
                world.core.call(calls, by: client.user) { answer in
                    guard client.faults.holeEnd <= world.now else { return }
                    for delay in client.faults.roads.deliveries(using: &world.chance) {
                        world.after(delay) { self.arrived(answer, to: shipment) }
                    }
                }
            }
        }
    }

    private func arrived(_ answer: ShipmentAnswer, to shipment: Shipment) {
        guard !self.isDead, let keys = self.awaited.removeValue(forKey: shipment.id) else { return }
        self.answers.append((shipment.id, keys, answer))
        self.driveSoon()
    }
}
