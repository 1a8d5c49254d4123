// SPDX-License-Identifier: Apache-2.0

import MartletWire

extension Outbox {
    /// Takes in items as storage has them; those that are known already change nothing.
    ///
    /// The same for what was just queued, what another process queued and what a crash left behind: an item that was
    /// in flight then waits again, under its old key.
    package mutating func loaded(_ entries: [OutboxEntry], at now: ClockReading<Instant>) {
        if let last = entries.last { self.read(through: last.id) }
        var changed: Set<String> = []
        for entry in entries where self.known.insert(entry.id).inserted {
            self.lanes[entry.lane, default: OutboxLane()].insert(entry)
            changed.insert(entry.lane)
        }
        for entry in entries where changed.remove(entry.lane) != nil { self.relist(entry.lane, at: now) }
    }

    /// Forgets an item that somebody has removed from storage.
    package mutating func removed(_ ids: Set<OutboxItemID>, at now: ClockReading<Instant>) {
        for name in Array(self.lanes.keys) {
            let gone = self.lanes[name]?.remove { ids.contains($0.id) } ?? []
            guard !gone.isEmpty else { continue }
            self.forget(gone.map(\.id))
            self.relist(name, at: now)
        }
    }

    mutating func forget(_ ids: [OutboxItemID]) {
        self.known.subtract(ids)
        for id in ids { self.rests[id] = nil }
    }

    mutating func forgetItems(at now: Instant) {
        if self.flights.values.contains(where: \.isProbe) { self.breaker.probeWithdrawn(at: now) }
        self.lanes = [:]
        self.urgent = LaneNames()
        self.gatherings = []
        self.resting = DeadlineQueue()
        self.known = []
        self.burials = []
        self.flights = [:]
    }

    /// Puts a lane where it belongs, unless one of its items travels.
    mutating func relist(_ name: String, at now: ClockReading<Instant>) {
        guard var lane = self.lanes[name] else { return }
        switch lane.place {
        case .travelling: return
        case .gathering(let method, let counted): self.withdraw(counted, from: method)
        case .resting(let until) where until > now.instant: return
        case .unlisted, .urgent, .resting: break
        }
        guard let head = lane.waiting.first else {
            self.lanes[name] = nil
            return
        }
        let rest = self.rest(of: head, at: now)
        if rest > now.instant {
            lane.place = .resting(until: rest)
            self.resting.add(name, at: rest)
        } else if lane.isUrgent {
            if case .urgent = lane.place { return }
            lane.place = .urgent
            self.urgent.append(name)
        } else {
            var isListed = false
            if case .gathering(head.method, _) = lane.place { isListed = true }
            let counted = lane.load(most: self.limits.shipmentCount, bytes: .max)
            lane.place = .gathering(method: head.method, counted: counted)
            self.gather(isListed ? nil : name, counted, headedBy: head, at: now)
        }
        self.lanes[name] = lane
    }

    /// When an item's rest ends.
    ///
    /// The wall clock is asked once for each rest: what is done to it afterwards delays nobody.
    private mutating func rest(of entry: OutboxEntry, at now: ClockReading<Instant>) -> Instant {
        guard let notBefore = entry.history.notBefore else { return now.instant }
        if let rest = self.rests[entry.id], rest.notBefore == notBefore { return rest.until }
        let longest = max(self.limits.backoff.limit, self.limits.backoff.longestHint)
        // Who asks for everything to be sent asks for what is read only after that, too.
        let isFlushed = self.flushedAt.map { entry.history.lastTriedAt ?? entry.queuedAt < $0 } ?? false
        let until = isFlushed ? now.instant : now.instant(of: notBefore, within: longest)
        let rest = OutboxRest(notBefore: notBefore, until: until)
        self.rests[entry.id] = rest
        return rest.until
    }

    private mutating func gather(
        _ name: String?,
        _ counted: Int,
        headedBy head: OutboxEntry,
        at now: ClockReading<Instant>
    ) {
        let isFlushed = self.flushedAt.map { head.queuedAt <= $0 } ?? false
        let hasWaited = isFlushed || head.history.attempts > 0 || head.history.travelsAlone
        let patience = hasWaited ? .zero : max(.zero, self.limits.batchPatience - now.age(of: head.queuedAt))
        let due = now.instant.advanced(by: patience)
        var gathering =
            self.gatherings.first { $0.method == head.method } ?? Gathering(method: head.method, due: due)
        gathering.due = gathering.count == 0 ? due : min(gathering.due, due)
        gathering.count += counted
        if let name { gathering.lanes.append(name) }
        if let index = self.gatherings.firstIndex(where: { $0.method == head.method }) {
            self.gatherings[index] = gathering
        } else {
            self.gatherings.append(gathering)
        }
    }

    private mutating func withdraw(_ counted: Int, from method: String) {
        guard let index = self.gatherings.firstIndex(where: { $0.method == method }) else { return }
        self.gatherings[index].count -= counted
    }

    /// Lists the lanes that have rested long enough.
    mutating func wakeLanes(at now: ClockReading<Instant>) {
        while let name = self.resting.popDue(at: now.instant) {
            guard case .resting(let until) = self.lanes[name]?.place, until <= now.instant else { continue }
            self.lanes[name]?.place = .unlisted
            self.relist(name, at: now)
        }
    }

    /// When there is something to send; nil if there is nothing.
    mutating func earliestWork(at now: Instant) -> Instant? {
        guard !self.hasUrgent() else { return now }
        let gathered = self.gatherings.filter { $0.count > 0 }
        guard !gathered.contains(where: { $0.count >= self.limits.batchCount }) else { return now }
        return ([self.resting.first] + gathered.map(\.due)).compactMap(\.self).min()
    }

    /// Whether a lane waits to be sent at once; names that no longer stand here are dropped on the way.
    private mutating func hasUrgent() -> Bool {
        while let name = self.urgent.first {
            if case .urgent = self.lanes[name]?.place { return true }
            _ = self.urgent.popFirst()
        }
        return false
    }

    // MARK: - Loading

    /// Takes the items of the next request out of their lanes.
    ///
    /// Lanes whose items were given up on the way are listed anew; so an empty load means: look again.
    mutating func nextLoad(isProbe: Bool, at now: ClockReading<Instant>) -> [OutboxEntry] {
        while let name = self.urgent.popFirst() {
            guard case .urgent = self.lanes[name]?.place else { continue }
            self.lanes[name]?.place = .unlisted
            let most = (count: self.limits.shipmentCount, bytes: self.limits.shipmentBytes)
            if let load = self.load(name, most: most, isPaced: isProbe, at: now) { return load }
        }
        for index in self.gatherings.indices where self.isReady(self.gatherings[index], at: now.instant) {
            let load = self.load(gathering: index, isProbe: isProbe, at: now)
            if !load.isEmpty { return load }
        }
        return []
    }

    private func isReady(_ gathering: Gathering<Instant>, at now: Instant) -> Bool {
        gathering.count > 0 && (gathering.due <= now || gathering.count >= self.limits.batchCount)
    }

    private mutating func load(gathering index: Int, isProbe: Bool, at now: ClockReading<Instant>) -> [OutboxEntry] {
        let method = self.gatherings[index].method
        var load: [OutboxEntry] = []
        var bytes = 0
        while load.count < self.limits.shipmentCount, bytes < self.limits.shipmentBytes,
            let name = self.gatherings[index].lanes.popFirst()
        {
            guard case .gathering(method, let counted) = self.lanes[name]?.place else { continue }
            self.withdraw(counted, from: method)
            self.lanes[name]?.place = .unlisted
            guard let head = self.lanes[name]?.waiting.first else { continue }
            let room = self.limits.shipmentBytes - bytes
            if !load.isEmpty, head.history.travelsAlone || head.bytes > room {
                self.relist(name, at: now)
                break
            }
            let isPaced = isProbe || !load.isEmpty
            let most = (count: self.limits.shipmentCount - load.count, bytes: room)
            guard let more = self.load(name, most: most, isPaced: isPaced, at: now) else { continue }
            load += more
            bytes += more.reduce(0) { $0 + $1.bytes }
            if head.history.travelsAlone { break }
        }
        return load
    }

    /// Takes the first items of a lane; nil if none may go now.
    private mutating func load(
        _ name: String,
        most: (count: Int, bytes: Int),
        isPaced: Bool,
        at now: ClockReading<Instant>
    ) -> [OutboxEntry]? {
        self.buryMortals(of: name, at: now)
        guard var lane = self.lanes[name], let head = lane.waiting.first else { return nil }
        guard case .unlisted = lane.place else { return nil }
        if head.history.attempts > 0, !isPaced,
            case .retryAfter(let pause) = self.allowance.take(at: self.limits.retryRate, now: now.instant)
        {
            self.rest(name, until: now.instant.advanced(by: pause))
            return nil
        }
        let load = lane.removeFirst(lane.load(most: most.count, bytes: most.bytes))
        lane.place = .travelling
        self.lanes[name] = lane
        return load
    }

    mutating func rest(_ name: String, until instant: Instant) {
        self.lanes[name]?.place = .resting(until: instant)
        self.resting.add(name, at: instant)
    }

    /// Gives up the items of a lane that have waited too long.
    mutating func buryMortals(of name: String, at now: ClockReading<Instant>) {
        guard var lane = self.lanes[name] else { return }
        if case .travelling = lane.place { return }
        var reasons: [OutboxItemID: DeadReason] = [:]
        for entry in lane.waiting { reasons[entry.id] = self.mortality(of: entry, at: now) }
        guard !reasons.isEmpty else { return }
        var dead = lane.remove { reasons[$0.id] != nil }
        if dead.contains(where: { $0.role == .opens }) { dead += lane.remove { $0.role == .closes } }
        self.forget(dead.map(\.id))
        self.burials += dead.map {
            Settlement(id: $0.id, key: $0.key, fate: .dead(reasons[$0.id] ?? .inherited))
        }
        self.lanes[name] = lane
        self.relist(name, at: now)
    }

    /// Why an item must not be sent any more, if it must not.
    private func mortality(of entry: OutboxEntry, at now: ClockReading<Instant>) -> DeadReason? {
        if let since = entry.history.uncertainSince, now.age(of: since) >= self.limits.keyLife {
            return .unknownOutcome
        }
        guard now.age(of: entry.queuedAt) >= self.limits.age else { return nil }
        return entry.history.uncertainSince == nil ? .expired : .unknownOutcome
    }
}
