// SPDX-License-Identifier: Apache-2.0

package import MartletWire

/// Decides what one account's outbox sends, when, and what becomes of it.
///
/// It knows nothing of disks and networks: whoever drives it does what ``step(at:)`` says until it says to wait, and
/// tells it what happened. Storage holds the truth; everything here can be lost at any instant and is read again.
///
/// ```
///           queued          claimed            answered
///   draft ─────────▶ pending ───────▶ inFlight ─────────▶ synced
///                       ▲                │  │
///                       └── try again ───┘  └──▶ dead ──▶ (retried by somebody) pending
/// ```
package struct Outbox<Instant: InstantProtocol>: Sendable where Instant.Duration == Duration {
    /// What to do next.
    package enum Action: Hashable, Sendable {
        /// Read the items that wait past this one, and say what was found.
        case read(after: OutboxItemID)
        /// Ask for the lease, and say what came of it.
        case acquireLease
        /// Give the lease back: there is nothing to send.
        case releaseLease(OutboxLease)
        /// Write down that these items are in flight, then send them.
        case send(Shipment)
        /// Write down that these items are dead letters.
        case bury([Settlement])
        /// Renew the credentials, and say what came of it.
        case refreshCredentials
        /// Ask again at this instant, or when something was said.
        case wait(until: Instant)
        /// Ask again when something was said.
        case rest
    }

    enum Ownership: Sendable {
        case none
        case asking
        case elsewhere(until: Instant)
        case suspended(until: Instant)
        case mine(OutboxLease)
    }

    let limits: OutboxLimits
    var lanes: [String: OutboxLane<Instant>] = [:]
    var urgent = LaneNames()
    var gatherings: [Gathering<Instant>] = []
    var resting = DeadlineQueue<String, Instant>()
    var flights: [Int: OutboxFlight] = [:]
    var known: Set<OutboxItemID> = []
    var burials: [Settlement] = []
    var breaker: CircuitBreaker<Instant>
    var auth: AuthPause<Instant>
    var ownership = Ownership.none
    var allowance: TokenBucket<Instant>
    /// The server asked to be left alone until then.
    var quietUntil: Instant?
    /// When the rests of items end that began, or were first heard of, in this process.
    var rests: [OutboxItemID: OutboxRest<Instant>] = [:]
    /// What was queued by then waits for no others.
    var flushedAt: Timestamp?
    /// Whether what is known may be wrong, so that storage has to be read from its beginning.
    private var mustReread = false
    /// The last item that was read from storage.
    private var lastRead: OutboxItemID = 0
    /// Whether storage may have some past it.
    private var mayHaveMore = true
    /// The first of those that had ended and wait again, until they are read.
    private var firstReturned: OutboxItemID?
    private var sweepDue: Instant
    private var lastShipment = 0
    private var isOnline = true
    private var isFrozen = false

    package init(_ limits: OutboxLimits = OutboxLimits(), at now: Instant) {
        precondition(limits.lease > limits.requestTimeout, "a lease outlives a request")
        self.limits = limits
        self.breaker = CircuitBreaker(opensAfter: limits.breakerFailures, probesAfter: limits.backoff.limit)
        self.auth = AuthPause(limits.backoff)
        self.allowance = TokenBucket(at: now)
        self.sweepDue = now.advanced(by: limits.sweepInterval)
    }

    /// Under which lease this process sends; nil if it does not.
    package var lease: OutboxLease? {
        if case .mine(let lease) = self.ownership { lease } else { nil }
    }

    /// Whether nothing is sent before somebody signs in.
    package var needsSignIn: Bool { self.auth.needsSignIn }

    /// How many items wait or travel.
    package var depth: Int { self.known.count }
    /// How many of them travel.
    package var inFlight: Int { self.flights.values.reduce(0) { $0 + $1.entries.count } }

    /// Why nothing is sent, if something is in the way.
    package func obstacle(at now: Instant) -> DeliverySkip? {
        if self.isFrozen { return .frozen }
        if !self.isOnline { return .offline }
        if self.auth.needsSignIn { return .signedOut }
        if case .elsewhere = self.ownership { return .heldElsewhere }
        if self.breaker.isOpen { return .breakerOpen }
        return (self.quietUntil.map { $0 > now } ?? false) ? .askedToWait : nil
    }

    /// Decides what comes next.
    package mutating func step(at now: ClockReading<Instant>) -> Action {
        if self.mayHaveMore {
            self.mayHaveMore = false
            defer { self.firstReturned = nil }
            return .read(after: self.firstReturned.map { min($0.before, self.lastRead) } ?? self.lastRead)
        }
        guard !self.isFrozen else { return .rest }
        if !self.burials.isEmpty {
            defer { self.burials = [] }
            return .bury(self.burials)
        }
        if now.instant >= self.sweepDue {
            self.sweepDue = now.instant.advanced(by: self.limits.sweepInterval)
            if case .mine = self.ownership {
                for name in Array(self.lanes.keys) { self.buryMortals(of: name, at: now) }
            }
            return .read(after: self.lastRead)
        }
        if self.mustReread { return self.acquire(at: now.instant) ?? self.wait() }
        self.wakeLanes(at: now)
        guard self.depth > 0 else {
            guard case .mine(let lease) = self.ownership else { return self.wait() }
            self.ownership = .none
            return .releaseLease(lease)
        }
        guard self.isOnline, self.flights.count < self.limits.flights else { return self.wait() }
        guard let due = self.earliestWork(at: now.instant) else { return self.wait() }
        guard due <= now.instant else { return self.wait(until: due) }
        return self.leave(at: now)
    }

    /// Decides for a client that has something to send now.
    private mutating func leave(at now: ClockReading<Instant>) -> Action {
        if let action = self.acquire(at: now.instant) { return action }
        let credentials: Int
        switch self.auth.step(at: now.instant) {
        case .proceed(let generation): credentials = generation
        case .refresh: return .refreshCredentials
        case .awaitRefresh, .awaitSignIn: return self.wait()
        case .wait(let until): return self.wait(until: until)
        }
        if let quiet = self.quietUntil, now.instant < quiet { return self.wait(until: quiet) }
        switch self.breaker.permission(at: now.instant) {
        case .granted: return self.depart(with: credentials, isProbe: false, at: now)
        case .probe:
            let pause = self.allowance.wait(at: self.limits.retryRate, now: now.instant)
            guard pause <= .zero else { return self.wait(until: now.instant.advanced(by: pause)) }
            return self.depart(with: credentials, isProbe: true, at: now)
        case .wait(let until): return self.wait(until: until)
        case .awaitProbe: return self.wait()
        }
    }

    /// What it takes to own the lease; nil if it is ours.
    private mutating func acquire(at now: Instant) -> Action? {
        switch self.ownership {
        case .mine: return nil
        case .asking: return self.wait()
        case .elsewhere(let until) where now < until, .suspended(let until) where now < until:
            return self.wait(until: until)
        case .none, .elsewhere, .suspended:
            self.ownership = .asking
            return .acquireLease
        }
    }

    private mutating func depart(with credentials: Int, isProbe: Bool, at now: ClockReading<Instant>) -> Action {
        let entries = self.nextLoad(isProbe: isProbe, at: now)
        guard !entries.isEmpty else { return self.step(at: now) }
        if isProbe {
            self.breaker.probed()
            _ = self.allowance.take(at: self.limits.retryRate, now: now.instant)
        }
        self.lastShipment += 1
        var flight = OutboxFlight(entries: entries, untried: [], credentials: credentials, isProbe: isProbe)
        for index in flight.entries.indices {
            flight.entries[index].history.lastTriedAt = now.date
            guard flight.entries[index].history.uncertainSince == nil else { continue }
            flight.entries[index].history.uncertainSince = now.date
            flight.untried.insert(flight.entries[index].id)
        }
        self.flights[self.lastShipment] = flight
        return .send(Shipment(id: self.lastShipment, items: entries.map(\.id), credentials: credentials))
    }

    private func wait() -> Action { .wait(until: self.sweepDue) }
    private func wait(until instant: Instant) -> Action { .wait(until: min(instant, self.sweepDue)) }
}

// MARK: - What happened around it

extension Outbox {
    /// Notes that something was queued, by this process or perhaps by another.
    package mutating func queued() {
        self.mayHaveMore = true
    }

    /// Notes that items which had ended wait again, from this one on.
    package mutating func returned(from id: OutboxItemID) {
        self.firstReturned = min(self.firstReturned ?? id, id)
        self.mayHaveMore = true
    }

    /// Notes that storage was read up to an item.
    mutating func read(through id: OutboxItemID) {
        self.lastRead = max(self.lastRead, id)
    }

    /// Notes that the network came back or went away.
    ///
    /// Its return is a hint and proves nothing, but always leads to an attempt.
    package mutating func networkChanged(isOnline: Bool, at now: Instant) {
        self.mayHaveMore = true
        let returned = isOnline && !self.isOnline
        self.isOnline = isOnline
        if returned { self.woken(at: now) }
    }

    /// Notes that somebody wants everything sent now: on the way to the background, or by command.
    package mutating func flushRequested(at now: ClockReading<Instant>) {
        self.mayHaveMore = true
        self.flushedAt = now.date
        for index in self.gatherings.indices { self.gatherings[index].due = now.instant }
        self.woken(at: now.instant)
    }

    /// Notes that the account is no longer the one in use: nothing of it is sent until it is again.
    package mutating func frozen() {
        self.isFrozen = true
    }

    /// Notes that the account is in use again.
    package mutating func thawed(at now: Instant) {
        self.isFrozen = false
        self.mayHaveMore = true
        self.woken(at: now)
    }

    /// Notes new credentials: what was held back for want of them goes out with these.
    package mutating func credentialsRefreshed() {
        self.auth.refreshed()
    }

    /// Notes that there will be no new credentials.
    package mutating func credentialsRefused() {
        self.auth.refused()
    }

    /// Notes that credentials could not be had now.
    package mutating func credentialsDelayed(
        at now: Instant,
        using generator: inout some RandomNumberGenerator
    ) {
        self.auth.failed(at: now, chance: Double.random(in: 0..<1, using: &generator))
    }

    /// Notes that somebody signed in to the account.
    package mutating func signedIn(at now: Instant) {
        self.auth.signedIn()
        self.woken(at: now)
    }

    /// Notes that this process sends for the account.
    ///
    /// What was known is forgotten and read again, since somebody else may have sent it meanwhile.
    package mutating func leaseGranted(_ lease: OutboxLease, at now: Instant) {
        self.forgetItems(at: now)
        self.ownership = .mine(lease)
        self.mustReread = false
        self.lastRead = 0
        self.mayHaveMore = true
    }

    /// Notes that another process sends for the account.
    package mutating func leaseRefused(until: Timestamp, at now: ClockReading<Instant>) {
        // It may be given back long before it ends.
        let ahead = now.instant(of: until, within: self.limits.leaseLook)
        self.ownership = .elsewhere(until: max(ahead, now.instant.advanced(by: .milliseconds(100))))
    }

    /// Notes that storage could not be read or written: everything is read again, after a pause.
    ///
    /// What was under way is sent again under its key, whatever came of it.
    ///
    /// - Parameters:
    ///   - isFenced: Whether it was refused because another process has taken over; then there is no pause.
    ///   - now: The instant.
    package mutating func storageFailed(isFenced: Bool = false, at now: Instant) {
        self.forgetItems(at: now)
        self.ownership = isFenced ? .none : .suspended(until: now.advanced(by: self.limits.backoff.first * 5))
        self.mustReread = true
    }

    /// Notes that this process sends no more for now.
    /// - Returns: The lease to give back; nil if it has none.
    package mutating func stopped() -> OutboxLease? {
        guard let lease = self.lease else { return nil }
        self.ownership = .none
        self.mustReread = true
        return lease
    }

    private mutating func woken(at now: Instant) {
        self.breaker.woken(at: now)
        self.allowance = TokenBucket(at: now)
        for (name, lane) in self.lanes {
            guard case .resting = lane.place, let head = lane.waiting.first else { continue }
            self.rests[head.id]?.until = now
            self.rest(name, until: now)
        }
    }
}
