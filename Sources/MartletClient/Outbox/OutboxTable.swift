// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import GRDB
import MartletRules
import MartletWire

/// One account's rows, inside a transaction.
///
/// Carries the totals from its beginning to ``finish()``, so that they change with what they count.
struct OutboxTable {
    /// So many of the newest items are remembered after the server has them, to know a repetition of their keys.
    private static let remembered: Int64 = 1000

    let database: Database
    let account: String
    let limits: OutboxLimits
    private var totals: OutboxTotals

    init(_ database: Database, account: String, limits: OutboxLimits) throws {
        self.database = database
        self.account = account
        self.limits = limits
        self.totals = try Self.totals(database, account: account)
    }

    static func totals(_ database: Database, account: String) throws -> OutboxTotals {
        let sql = "SELECT items, bytes, dead, refused, expired, evicted FROM tally WHERE account = ?"
        guard let row = try Row.fetchOne(database.cachedStatement(sql: sql), arguments: [account]) else {
            return OutboxTotals()
        }
        var totals = OutboxTotals()
        (totals.items, totals.bytes, totals.deadLetters) = (row[0], row[1], row[2])
        (totals.refused, totals.expired, totals.evicted) = (row[3], row[4], row[5])
        return totals
    }

    /// Writes the totals.
    func finish() throws {
        try self.execute(
            """
            INSERT INTO tally (account, items, bytes, dead, refused, expired, evicted) VALUES (?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (account) DO UPDATE SET items = excluded.items, bytes = excluded.bytes, dead = excluded.dead,
                refused = excluded.refused, expired = excluded.expired, evicted = excluded.evicted
            """,
            [
                self.account, self.totals.items, self.totals.bytes, self.totals.deadLetters,
                self.totals.refused, self.totals.expired, self.totals.evicted,
            ]
        )
    }

    // MARK: - Queueing

    mutating func admit(_ draft: OutboxDraft, at now: Timestamp) throws -> OutboxAdmission {
        let isKnown = try self.integer("SELECT id FROM item WHERE account = ? AND key = ?", [self.account, draft.key])
        let stage = draft.role == .standalone ? nil : try self.stage(of: draft.lane)
        let admission = OutboxAdmission(
            draft,
            isKnown: isKnown != nil,
            stage: stage,
            totals: self.totals,
            limits: self.limits
        )
        switch admission {
        case .duplicate: break
        case .full: self.totals.refused += 1
        case .queued:
            try self.insert(draft, at: now)
            self.totals.items += 1
            self.totals.bytes += draft.params.bytes.count
        case .inherits:
            let id = try self.insert(draft, at: now)
            try self.kill(id, .inherited, at: now)
            try self.trim()
        }
        if admission == .queued, let next = AggregateStage.queued(draft.role, at: stage) {
            try self.write(next, of: draft.lane, at: now)
            if draft.role == .opens, draft.isWatched {
                try self.execute(
                    "UPDATE aggregate SET worked = 0, seen_at = ? WHERE account = ? AND lane = ?",
                    [now.rawValue, self.account, draft.lane]
                )
            }
        }
        return admission
    }

    @discardableResult
    private func insert(_ draft: OutboxDraft, at now: Timestamp) throws -> OutboxItemID {
        try self.execute(
            """
            INSERT INTO item (account, key, lane, method, role, urgency, params, queued_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                self.account, draft.key, draft.lane, draft.method, draft.role.rawValue, draft.urgency.rawValue,
                Data(draft.params.bytes), now.rawValue,
            ]
        )
        return OutboxItemID(rawValue: self.database.lastInsertedRowID)
    }

    // MARK: - Sending

    func claim(_ id: OutboxItemID, at now: Timestamp) throws -> OutboxItem {
        try self.execute(
            """
            UPDATE item SET state = 1, last_tried_at = ?, uncertain_since = COALESCE(uncertain_since, ?)
            WHERE id = ? AND account = ? AND state IN (0, 1)
            """,
            [now.rawValue, now.rawValue, id.rawValue, self.account]
        )
        guard self.database.changesCount == 1,
            let row = try OutboxRow.fetch(self.database, id, of: self.account, withParams: true)
        else { throw OutboxError(.moved, "an item no longer waits", isTemporary: true) }
        let receipt = row.entry.role == .opens ? nil : try self.receipt(of: row.entry.lane)
        return OutboxItem(entry: row.entry, params: row.params, receipt: receipt)
    }

    mutating func settle(_ settlement: Settlement, at now: Timestamp) throws {
        guard let row = try OutboxRow.fetch(self.database, settlement.id, of: self.account),
            row.state == .pending || row.state == .inFlight
        else { return }
        switch settlement.fate {
        case .pending(let history):
            try self.write(history, of: settlement.id)
            return
        case .synced:
            try self.execute("UPDATE item SET state = 2, params = x'' WHERE id = ?", [settlement.id.rawValue])
        case .dead(let reason):
            try self.kill(settlement.id, reason, at: now)
        }
        self.totals.items -= 1
        self.totals.bytes -= row.entry.bytes
        guard row.entry.role != .standalone, let stage = try self.stage(of: row.entry.lane) else { return }
        try self.write(.settled(row.entry.role, settlement.fate, at: stage), of: row.entry.lane, at: now)
        if case .synced(.some(let receipt)) = settlement.fate, row.entry.role == .opens {
            try self.execute(
                "UPDATE aggregate SET receipt = ? WHERE account = ? AND lane = ?",
                [Data(receipt.bytes), self.account, row.entry.lane]
            )
        }
    }

    private func write(_ history: DeliveryHistory, of id: OutboxItemID) throws {
        try self.execute(
            """
            UPDATE item SET state = 0, attempts = ?, strikes = ?, last_tried_at = ?, uncertain_since = ?,
                not_before = ?, travels_alone = ?, fault = ?, fault_code = ? WHERE id = ?
            """,
            [
                history.attempts, history.strikes, history.lastTriedAt?.rawValue, history.uncertainSince?.rawValue,
                history.notBefore?.rawValue, history.travelsAlone, history.lastFault?.category.rawValue,
                history.lastFault?.code, id.rawValue,
            ]
        )
    }

    // MARK: - Dead letters

    private mutating func kill(_ id: OutboxItemID, _ reason: DeadReason, at now: Timestamp) throws {
        try self.execute(
            """
            UPDATE item SET state = 3, dead_reason = ?, dead_at = ?, attempts = attempts + ?,
                fault = COALESCE(?, fault), fault_code = COALESCE(?, fault_code) WHERE id = ?
            """,
            [
                reason.name, now.rawValue, reason.fault == nil ? 0 : 1, reason.fault?.category.rawValue,
                reason.fault?.code, id.rawValue,
            ]
        )
        self.totals.deadLetters += 1
        if reason == .expired { self.totals.expired += 1 }
    }

    /// Drops the oldest dead letters past the limit, and what the server has had for long.
    mutating func trim() throws {
        let excess = self.totals.deadLetters - self.limits.deadLetters
        if excess > 0 {
            try self.execute(
                """
                DELETE FROM item WHERE id IN (
                    SELECT id FROM item WHERE account = ? AND state = 3 ORDER BY dead_at, id LIMIT ?
                )
                """,
                [self.account, excess]
            )
            self.totals.deadLetters -= excess
            self.totals.evicted += excess
        }
        try self.execute(
            "DELETE FROM item WHERE account = ? AND state = 2 AND id <= (SELECT MAX(id) FROM item) - ?",
            [self.account, Self.remembered]
        )
    }

    mutating func retry(_ id: OutboxItemID, at now: Timestamp) throws {
        let row = try self.deadRow(id)
        guard row.reason?.mayBeRetried ?? false else {
            throw OutboxError(.final, "the item may have had its effect, and is never sent again")
        }
        guard try self.stage(of: row.entry.lane) != .dead || row.entry.role != .closes else {
            throw OutboxError(.final, "what the item ends was given up: retry its beginning")
        }
        try self.revive(row, at: now)
        guard row.entry.role != .standalone else { return }
        try self.write(row.entry.role == .opens ? .opening : .closing, of: row.entry.lane, at: now)
        guard row.entry.role == .opens else { return }
        for end in try self.ends(of: row.entry.lane) {
            try self.revive(end, at: now)
            try self.write(.closing, of: row.entry.lane, at: now)
        }
    }

    mutating func discard(_ id: OutboxItemID) throws {
        _ = try self.deadRow(id)
        try self.execute("DELETE FROM item WHERE id = ?", [id.rawValue])
        self.totals.deadLetters -= 1
    }

    private mutating func revive(_ row: OutboxRow, at now: Timestamp) throws {
        try self.execute(
            """
            UPDATE item SET state = 0, queued_at = ?, attempts = 0, strikes = 0, not_before = NULL,
                dead_reason = NULL, dead_at = NULL WHERE id = ?
            """,
            [now.rawValue, row.entry.id.rawValue]
        )
        self.totals.deadLetters -= 1
        self.totals.items += 1
        self.totals.bytes += row.entry.bytes
    }

    private func deadRow(_ id: OutboxItemID) throws -> OutboxRow {
        guard let row = try OutboxRow.fetch(self.database, id, of: self.account), row.state == .dead else {
            throw OutboxError(.notFound, "no such dead letter")
        }
        return row
    }

    private func ends(of lane: String) throws -> [OutboxRow] {
        try OutboxRow.fetchAll(
            self.database,
            withParams: false,
            where: "account = ? AND state = 3 AND lane = ? AND dead_reason = ? ORDER BY id",
            [self.account, lane, DeadReason.inherited.name]
        )
    }

    // MARK: - Aggregates and statements

    func stage(of lane: String) throws -> AggregateStage? {
        try self.integer("SELECT stage FROM aggregate WHERE account = ? AND lane = ?", [self.account, lane])
            .flatMap { AggregateStage(rawValue: Int($0)) }
    }

    private func receipt(of lane: String) throws -> RawJSON? {
        let sql = "SELECT receipt FROM aggregate WHERE account = ? AND lane = ?"
        let bytes = try Data.fetchOne(self.database.cachedStatement(sql: sql), arguments: [self.account, lane])
        return bytes.map { RawJSON(trusted: Array($0)) }
    }

    private func write(_ stage: AggregateStage, of lane: String, at now: Timestamp) throws {
        try self.execute(
            """
            INSERT INTO aggregate (account, lane, stage, changed_at) VALUES (?, ?, ?, ?)
            ON CONFLICT (account, lane) DO UPDATE SET stage = excluded.stage, changed_at = excluded.changed_at
            """,
            [self.account, lane, stage.rawValue, now.rawValue]
        )
    }

    func execute(_ sql: String, _ arguments: StatementArguments) throws {
        try self.database.cachedStatement(sql: sql).execute(arguments: arguments)
    }

    private func integer(_ sql: String, _ arguments: StatementArguments) throws -> Int64? {
        try Int64.fetchOne(self.database.cachedStatement(sql: sql), arguments: arguments)
    }
}
