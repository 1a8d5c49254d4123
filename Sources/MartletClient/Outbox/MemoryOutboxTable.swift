// SPDX-License-Identifier: Apache-2.0

import MartletRules
import MartletWire

/// One account's rows, as a value.
struct MemoryOutboxTable: Sendable {
    private struct Row {
        var entry: OutboxEntry
        var params: RawJSON
        var state = OutboxItemState.pending
        var death: (reason: DeadReason, at: Timestamp)?
    }

    private struct Aggregate {
        var stage: AggregateStage
        var receipt: RawJSON?
    }

    /// So many of the newest items are remembered after the server has them, to know a repetition of their keys.
    private static let remembered: Int64 = 1000

    let limits: OutboxLimits
    private(set) var totals = OutboxTotals()
    private var rows: [OutboxItemID: Row] = [:]
    private var keys: [String: OutboxItemID] = [:]
    private var aggregates: [String: Aggregate] = [:]
    private var lease: OutboxLease?
    private var lastID: Int64 = 0
    /// Which versions were met last.
    private var versions: [String: String] = [:]
    /// What the server has, in the order in which it got it.
    private var synced: [OutboxItemID] = []

    init(limits: OutboxLimits) {
        self.limits = limits
    }

    mutating func admit(_ draft: OutboxDraft, at now: Timestamp) -> OutboxAdmission {
        let stage = draft.role == .standalone ? nil : self.aggregates[draft.lane]?.stage
        let admission = OutboxAdmission(
            draft,
            isKnown: self.keys[draft.key] != nil,
            stage: stage,
            totals: self.totals,
            limits: self.limits
        )
        switch admission {
        case .duplicate: break
        case .full: self.totals.refused += 1
        case .queued:
            self.insert(draft, at: now)
            if let next = AggregateStage.queued(draft.role, at: stage) {
                self.aggregates[draft.lane, default: Aggregate(stage: next)].stage = next
            }
        case .inherits:
            let id = self.insert(draft, at: now)
            self.kill(id, .inherited, at: now)
        }
        return admission
    }

    func entries(after id: OutboxItemID) -> [OutboxEntry] {
        self.rows.values.filter { $0.entry.id > id && ($0.state == .pending || $0.state == .inFlight) }
            .map(\.entry).sorted { $0.id < $1.id }
    }

    mutating func requestLease(by owner: String, at now: Timestamp) -> OutboxLease.Grant {
        let grant = OutboxLease.request(against: self.lease, by: owner, at: now, for: self.limits.lease)
        if case .granted(let lease) = grant { self.lease = lease }
        return grant
    }

    mutating func release(_ lease: OutboxLease) {
        guard self.lease?.token == lease.token else { return }
        self.lease?.owner = ""
        self.lease?.expiresAt = 0
    }

    mutating func prolong(_ lease: OutboxLease, at now: Timestamp) throws(OutboxError) {
        guard self.lease?.token == lease.token, self.lease?.owner == lease.owner else {
            throw OutboxError(.fenced, "another process sends for this account", isTemporary: true)
        }
        self.lease?.expiresAt = now.advanced(by: self.limits.lease)
    }

    mutating func claim(_ id: OutboxItemID, at now: Timestamp) throws(OutboxError) -> OutboxItem {
        guard var row = self.rows[id], row.state == .pending || row.state == .inFlight else {
            throw OutboxError(.moved, "an item no longer waits", isTemporary: true)
        }
        row.state = .inFlight
        row.entry.history.lastTriedAt = now
        row.entry.history.uncertainSince = row.entry.history.uncertainSince ?? now
        self.rows[id] = row
        let receipt = row.entry.role == .opens ? nil : self.aggregates[row.entry.lane]?.receipt
        return OutboxItem(entry: row.entry, params: row.params, receipt: receipt)
    }

    mutating func settle(_ settlement: Settlement, at now: Timestamp) {
        guard let row = self.rows[settlement.id], row.state == .pending || row.state == .inFlight else { return }
        switch settlement.fate {
        case .pending(let history):
            self.rows[settlement.id]?.state = .pending
            self.rows[settlement.id]?.entry.history = history
            return
        case .synced(let receipt):
            self.rows[settlement.id]?.state = .synced
            self.rows[settlement.id]?.params = RawJSON(trusted: [])
            self.totals.items -= 1
            self.totals.bytes -= row.entry.bytes
            if row.entry.role == .opens, let receipt { self.aggregates[row.entry.lane]?.receipt = receipt }
            self.synced.append(settlement.id)
            self.forgetOldest()
        case .dead(let reason):
            self.kill(settlement.id, reason, at: now)
        }
        guard row.entry.role != .standalone, let stage = self.aggregates[row.entry.lane]?.stage else { return }
        self.aggregates[row.entry.lane]?.stage = .settled(row.entry.role, settlement.fate, at: stage)
    }

    func deadLetters() -> [DeadLetter] {
        let dead = self.rows.values.compactMap { row in
            row.death.map { death in
                DeadLetter(
                    id: row.entry.id,
                    key: row.entry.key,
                    lane: row.entry.lane,
                    method: row.entry.method,
                    params: row.params,
                    queuedAt: row.entry.queuedAt,
                    diedAt: death.at,
                    attempts: row.entry.history.attempts,
                    reason: death.reason
                )
            }
        }
        return dead.sorted { ($0.diedAt, $0.id) > ($1.diedAt, $1.id) }
    }

    mutating func retry(_ id: OutboxItemID, at now: Timestamp) throws(OutboxError) {
        guard let row = self.rows[id], let death = row.death else {
            throw OutboxError(.notFound, "no such dead letter")
        }
        guard death.reason.mayBeRetried else {
            throw OutboxError(.final, "the item may have had its effect, and is never sent again")
        }
        let lane = row.entry.lane
        guard self.aggregates[lane]?.stage != .dead || row.entry.role != .closes else {
            throw OutboxError(.final, "what the item ends was given up: retry its beginning")
        }
        self.revive(id, at: now)
        guard row.entry.role != .standalone else { return }
        self.aggregates[lane]?.stage = row.entry.role == .opens ? .opening : .closing
        guard row.entry.role == .opens else { return }
        for (id, end) in self.rows where end.entry.lane == lane && end.death?.reason == .inherited {
            self.revive(id, at: now)
            self.aggregates[lane]?.stage = .closing
        }
    }

    mutating func revive(on occasion: Revival, at now: Timestamp) -> OutboxItemID? {
        if let name = occasion.name {
            let last = self.versions.updateValue(occasion.version ?? "", forKey: name)
            guard occasion.isDue(after: last) else { return nil }
        }
        var first: OutboxItemID?
        for id in self.rows.keys.sorted() {
            guard let row = self.rows[id], let death = row.death else { continue }
            let since = row.entry.history.uncertainSince
            guard Revival.concerns(death.reason, uncertainSince: since, at: now, limits: self.limits),
                (try? self.retry(id, at: now)) != nil
            else { continue }
            first = first ?? id
        }
        return first
    }

    mutating func discard(_ id: OutboxItemID) throws(OutboxError) {
        guard self.rows[id]?.death != nil else { throw OutboxError(.notFound, "no such dead letter") }
        self.remove(id)
        self.totals.deadLetters -= 1
    }

    // MARK: - Rows

    @discardableResult
    private mutating func insert(_ draft: OutboxDraft, at now: Timestamp) -> OutboxItemID {
        self.lastID += 1
        let id = OutboxItemID(rawValue: self.lastID)
        self.rows[id] = Row(entry: OutboxEntry(id: id, draft, queuedAt: now), params: draft.params)
        self.keys[draft.key] = id
        self.totals.items += 1
        self.totals.bytes += draft.params.bytes.count
        return id
    }

    private mutating func kill(_ id: OutboxItemID, _ reason: DeadReason, at now: Timestamp) {
        guard var row = self.rows[id] else { return }
        row.state = .dead
        row.death = (reason, now)
        if let fault = reason.fault {
            row.entry.history.attempts += 1
            row.entry.history.lastFault = fault
        }
        self.rows[id] = row
        self.totals.items -= 1
        self.totals.bytes -= row.entry.bytes
        self.totals.deadLetters += 1
        if reason == .expired { self.totals.expired += 1 }
        while self.totals.deadLetters > self.limits.deadLetters, let oldest = self.deadLetters().last {
            self.remove(oldest.id)
            self.totals.deadLetters -= 1
            self.totals.evicted += 1
        }
    }

    private mutating func revive(_ id: OutboxItemID, at now: Timestamp) {
        guard var row = self.rows[id] else { return }
        row.state = .pending
        row.death = nil
        row.entry.queuedAt = now
        row.entry.history.attempts = 0
        row.entry.history.strikes = 0
        row.entry.history.notBefore = nil
        self.rows[id] = row
        self.totals.deadLetters -= 1
        self.totals.items += 1
        self.totals.bytes += row.entry.bytes
    }

    private mutating func forgetOldest() {
        let oldest = OutboxItemID(rawValue: self.lastID - Self.remembered)
        while let id = self.synced.first, id <= oldest {
            self.synced.removeFirst()
            self.remove(id)
        }
    }

    private mutating func remove(_ id: OutboxItemID) {
        guard let row = self.rows.removeValue(forKey: id) else { return }
        self.keys[row.entry.key] = nil
    }
}
