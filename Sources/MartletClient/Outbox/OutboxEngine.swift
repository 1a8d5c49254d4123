// SPDX-License-Identifier: Apache-2.0

package import MartletRules
package import MartletWire

/// Keeps one account's promises: what is queued here reaches the server once, whatever happens meanwhile.
///
/// It does what ``MartletRules/Outbox`` decides and nothing else. ``run()`` does the sending; queueing works with and
/// without it. Items reach the rules in one way only, from storage, in the order in which storage has them: what was
/// just queued, what another process queued, and what a crash left behind.
package actor OutboxEngine<Time: Clock> where Time.Duration == Duration {
    private struct Waiter {
        var outcome: AsyncStream<Delivery>.Continuation
        /// Whether it waits on when an attempt has failed.
        var awaitsRetries: Bool
    }

    private let storage: any OutboxStorage
    private let transport: any OutboxTransport
    private let clock: Time
    private let date: @Sendable () -> Timestamp
    private let owner: String
    private let limits: OutboxLimits
    private let release: String?
    private let changed: @Sendable () -> Void
    private let bell = Bell()
    private var generator: any RandomNumberGenerator & Sendable
    private var outbox: Outbox<Time.Instant>
    private var waiters: [String: [Int: Waiter]] = [:]
    private var lastWaiter = 0
    /// Whether the server may not know yet what was given up.
    private var mustReport = true
    private var reported: DeadLetterTally?
    /// The server's release, once what was given up was tried with it.
    private var serverVersion: String?

    /// Creates an engine at rest.
    ///
    /// - Parameters:
    ///   - storage: Where the account's outbox is kept.
    ///   - transport: Carries items, with the account's credentials and nobody else's.
    ///   - limits: What it holds and how it sends; the same as the storage's.
    ///   - owner: This process, by a name drawn at random.
    ///   - release: Which release of the application this is; nil if it does not say.
    ///   - clock: For waiting.
    ///   - date: The wall clock, for what outlives the process.
    ///   - generator: Draws the jitter.
    ///   - changed: Told whenever what is kept has changed.
    package init(
        storage: any OutboxStorage,
        transport: any OutboxTransport,
        limits: OutboxLimits = OutboxLimits(),
        owner: String,
        release: String? = nil,
        clock: Time,
        date: @escaping @Sendable () -> Timestamp,
        generator: any RandomNumberGenerator & Sendable,
        changed: @escaping @Sendable () -> Void = {}
    ) {
        self.storage = storage
        self.transport = transport
        self.limits = limits
        self.owner = owner
        self.release = release
        self.clock = clock
        self.date = date
        self.generator = generator
        self.changed = changed
        self.outbox = Outbox(limits, at: clock.now)
    }

    /// Sends until the task is cancelled; then what was under way is given up, and goes out again under its key.
    package func run() async {
        if let release = self.release { _ = await self.revive(on: .application(version: release)) }
        await withDiscardingTaskGroup { group in
            while !Task.isCancelled {
                switch self.outbox.step(at: self.now) {
                case .read(let last): await self.read(after: last)
                case .acquireLease: await self.acquireLease()
                case .releaseLease(let lease): await self.release(lease)
                case .send(let shipment):
                    guard let items = await self.claim(shipment) else { continue }
                    group.addTask { await self.carry(shipment, items) }
                case .bury(let settlements): await self.settle(settlements)
                case .refreshCredentials: group.addTask { await self.refresh() }
                case .wait(let until): await self.bell.wait(until: until, on: self.clock)
                case .rest: await self.bell.wait(until: nil, on: self.clock)
                }
            }
            group.cancelAll()
        }
        if let lease = self.outbox.stopped() { await self.release(lease) }
    }

    /// Takes in an item; when this returns it survives a loss of power.
    ///
    /// - Throws: ``OutboxError/Code/full`` if there is no room, ``OutboxError/Code/invalid`` if it cannot be sent as
    ///   it is, or what storage says.
    @discardableResult
    package func enqueue(_ draft: OutboxDraft) async throws(OutboxError) -> OutboxAdmission {
        guard !draft.key.isEmpty, draft.key.utf8.count <= 64 else {
            throw OutboxError(.invalid, "key: expected 1 to 64 bytes")
        }
        guard !draft.lane.isEmpty else { throw OutboxError(.invalid, "lane: expected a name") }
        let admission = try await self.storage.enqueue([draft], at: self.date())[0]
        switch admission {
        case .full(.itemBytes):
            throw OutboxError(.full, "params: larger than the limit of \(self.limits.itemBytes) bytes for one item")
        case .full(.items):
            throw OutboxError(.full, "outbox: the limit of \(self.limits.items) items is reached", isTemporary: true)
        case .full(.bytes):
            throw OutboxError(.full, "outbox: the limit of \(self.limits.bytes) bytes is reached", isTemporary: true)
        case .queued:
            self.outbox.queued()
            self.bell.ring()
            self.changed()
        case .duplicate, .inherits: break
        }
        return admission
    }

    /// Takes in an item, and waits a little for the server to have it.
    ///
    /// Who asks never waits longer than the budget: the item is safe, and goes out when it can. Who does not await
    /// retries is told of the first attempt that fails.
    package func deliver(
        _ draft: OutboxDraft,
        within budget: Duration = .milliseconds(500),
        awaitingRetries: Bool = true
    ) async throws(OutboxError) -> Delivery {
        let (settled, waiter) = AsyncStream.makeStream(of: Delivery.self, bufferingPolicy: .bufferingNewest(1))
        self.lastWaiter += 1
        let number = self.lastWaiter
        // Before it is queued: it may be settled before this goes on.
        self.waiters[draft.key, default: [:]][number] = Waiter(outcome: waiter, awaitsRetries: awaitingRetries)
        defer { self.waiters[draft.key]?[number] = nil }
        switch try await self.enqueue(draft) {
        case .duplicate: return .duplicate
        case .inherits: return .dead(.inherited)
        case .queued, .full: break
        }
        let clock = self.clock
        let delivery = await withTaskGroup(of: Delivery?.self) { group in
            group.addTask { await settled.first { _ in true } }
            group.addTask {
                try? await clock.sleep(until: clock.now.advanced(by: budget), tolerance: nil)
                return nil
            }
            defer { group.cancelAll() }
            return await group.next() ?? nil
        }
        return delivery ?? .queued(self.outbox.obstacle(at: self.clock.now))
    }

    /// How the outbox stands.
    package func status() async throws(OutboxError) -> OutboxStatus {
        let totals = try await self.storage.totals()
        return OutboxStatus(
            depth: self.outbox.depth,
            inFlight: self.outbox.inFlight,
            obstacle: self.outbox.obstacle(at: self.clock.now),
            totals: totals
        )
    }

    private var now: ClockReading<Time.Instant> { ClockReading(self.clock.now, date: self.date()) }
}

// MARK: - What happened around it

extension OutboxEngine {
    /// Tells that the network came back or went away.
    package func networkChanged(isOnline: Bool) {
        self.outbox.networkChanged(isOnline: isOnline, at: self.clock.now)
        self.bell.ring()
    }

    /// Sends everything now, without waiting for batches or the end of a pause.
    package func flush() {
        self.outbox.flushRequested(at: self.now)
        self.bell.ring()
    }

    /// Sends nothing of this account until ``thaw()``: somebody else uses the client.
    package func freeze() {
        self.outbox.frozen()
        self.bell.ring()
    }

    /// Sends again.
    package func thaw() {
        self.outbox.thawed(at: self.clock.now)
        self.bell.ring()
    }

    /// Tells that somebody signed in to this account: what was given up may fare better now.
    package func signedIn() async {
        self.outbox.signedIn(at: self.clock.now)
        self.bell.ring()
        _ = await self.revive(on: .signIn)
    }

    /// Tells that somebody wishes it to try again, with newer credentials perhaps.
    package func encouraged() async {
        if self.outbox.needsSignIn { return await self.signedIn() }
        self.outbox.signedIn(at: self.clock.now)
        self.bell.ring()
    }

    /// Tells which release of the server answers.
    package func served(by version: String) async {
        guard version != self.serverVersion, await self.revive(on: .server(version: version)) else { return }
        self.serverVersion = version
    }

    /// Sends once more what was given up and may fare better now; returns whether storage could say.
    private func revive(on occasion: Revival) async -> Bool {
        do {
            guard let first = try await self.storage.revive(on: occasion, at: self.date()) else { return true }
            self.mustReport = true
            self.outbox.returned(from: first)
            self.bell.ring()
            self.changed()
            return true
        } catch {
            return false
        }
    }

    /// The items that were given up, newest first.
    package func deadLetters() async throws(OutboxError) -> [DeadLetter] {
        try await self.storage.deadLetters()
    }

    /// Sends a dead letter once more, under its old key.
    package func retry(_ id: OutboxItemID) async throws(OutboxError) {
        try await self.storage.retry(id, at: self.date())
        self.mustReport = true
        self.outbox.returned(from: id)
        self.bell.ring()
        self.changed()
    }

    /// Removes a dead letter for good.
    package func discard(_ id: OutboxItemID) async throws(OutboxError) {
        try await self.storage.discard(id)
        self.mustReport = true
        self.changed()
    }

    /// The items that wait or travel, in their order.
    package func waiting() async throws(OutboxError) -> [OutboxEntry] {
        try await self.storage.entries(after: 0)
    }

    /// Whether nothing is known to be in the way of a call: no mode, no sign-out, no outage.
    package func mayCall() -> Bool {
        switch self.outbox.obstacle(at: self.clock.now) {
        case nil, .heldElsewhere: true
        case .offline, .signedOut, .frozen, .breakerOpen, .askedToWait: false
        }
    }

    /// Tells the server what was given up, whether or not it knows.
    /// - Returns: Whether it heard.
    package func report() async throws(OutboxError) -> Bool {
        let tally = DeadLetterTally(try await self.storage.deadLetters())
        guard await self.transport.report(tally) else { return false }
        (self.reported, self.mustReport) = (tally, false)
        return true
    }
}

// MARK: - What the rules ask for

extension OutboxEngine {
    private func read(after id: OutboxItemID) async {
        do {
            self.outbox.loaded(try await self.storage.entries(after: id), at: self.now)
        } catch {
            self.outbox.storageFailed(at: self.clock.now)
        }
    }

    private func acquireLease() async {
        do {
            switch try await self.storage.requestLease(by: self.owner, at: self.date()) {
            case .granted(let lease): self.outbox.leaseGranted(lease, at: self.clock.now)
            case .held(let until): self.outbox.leaseRefused(until: until, at: self.now)
            }
        } catch {
            self.outbox.storageFailed(at: self.clock.now)
        }
    }

    private func release(_ lease: OutboxLease) async {
        // One that cannot be given back ends by itself.
        try? await self.storage.release(lease)
    }

    private func claim(_ shipment: Shipment) async -> [OutboxItem]? {
        guard let lease = self.outbox.lease else { return nil }
        do {
            return try await self.storage.claim(shipment.items, under: lease, at: self.date())
        } catch {
            self.outbox.storageFailed(isFenced: error.code == .fenced, at: self.clock.now)
            return nil
        }
    }

    private func carry(_ shipment: Shipment, _ items: [OutboxItem]) async {
        let answer = await self.send(items)
        await self.settle(self.outbox.answered(shipment.id, answer, at: self.now, using: &self.generator))
        self.bell.ring()
        if case .each = answer { await self.reportDeadLetters() }
    }

    /// Tells the server what was given up, unless it knows; a server that does not hear is told along with the next answer.
    private func reportDeadLetters() async {
        guard self.mustReport else { return }
        self.mustReport = false
        guard let letters = try? await self.storage.deadLetters() else {
            self.mustReport = true
            return
        }
        let tally = DeadLetterTally(letters)
        guard tally != self.reported ?? DeadLetterTally() else { return }
        if await self.transport.report(tally) {
            self.reported = tally
        } else {
            self.mustReport = true
        }
    }

    /// Sends, for as long as a request may take.
    private func send(_ items: [OutboxItem]) async -> ShipmentAnswer {
        let (clock, transport) = (self.clock, self.transport)
        let deadline = clock.now.advanced(by: self.limits.requestTimeout)
        return await withTaskGroup(of: ShipmentAnswer?.self) { group in
            group.addTask { await transport.send(items) }
            group.addTask {
                do {
                    try await clock.sleep(until: deadline, tolerance: nil)
                    return .whole(.fault(.timedOut))
                } catch {
                    return nil
                }
            }
            defer { group.cancelAll() }
            for await answer in group {
                if let answer { return answer }
            }
            return .whole(.fault(.lost))
        }
    }

    private func settle(_ settlements: [Settlement]) async {
        // Without the lease everything is read again, so what came of this attempt does not matter.
        guard !settlements.isEmpty, let lease = self.outbox.lease else { return }
        do {
            try await self.storage.settle(settlements, under: lease, at: self.date())
        } catch {
            self.outbox.storageFailed(isFenced: error.code == .fenced, at: self.clock.now)
            return
        }
        for settlement in settlements {
            if case .dead = settlement.fate { self.mustReport = true }
            self.tell(settlement)
        }
        self.changed()
    }

    private func tell(_ settlement: Settlement) {
        let delivery: Delivery
        switch settlement.fate {
        case .synced(let receipt): delivery = .synced(receipt)
        case .dead(let reason): delivery = .dead(reason)
        case .pending:
            let obstacle = self.outbox.obstacle(at: self.clock.now)
            for waiter in (self.waiters[settlement.key] ?? [:]).values where !waiter.awaitsRetries {
                waiter.outcome.yield(.queued(obstacle))
            }
            return
        }
        for waiter in (self.waiters.removeValue(forKey: settlement.key) ?? [:]).values {
            waiter.outcome.yield(delivery)
        }
    }

    private func refresh() async {
        switch await self.transport.refreshCredentials() {
        case .renewed: self.outbox.credentialsRefreshed()
        case .refused: self.outbox.credentialsRefused()
        case .failed: self.outbox.credentialsDelayed(at: self.clock.now, using: &self.generator)
        }
        self.bell.ring()
    }
}
