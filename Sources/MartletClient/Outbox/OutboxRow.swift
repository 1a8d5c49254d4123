// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import GRDB
import MartletRules
import MartletWire

/// A stored item, as it is read.
struct OutboxRow {
    private static let columns = """
        id, key, lane, method, role, urgency, length(params), queued_at, state, attempts, strikes, last_tried_at, \
        uncertain_since, not_before, travels_alone, fault, fault_code, dead_reason, dead_at
        """

    let entry: OutboxEntry
    let state: OutboxItemState
    /// Empty unless they were asked for: they are many.
    let params: RawJSON
    private let fault: DeliveryFault?
    private let deadReason: String?
    private let deadAt: Timestamp?

    private init(_ row: Row) {
        self.fault = (row[15] as String?).flatMap(DeliveryFault.Category.init(rawValue:)).map {
            DeliveryFault($0, code: row[16])
        }
        self.params = RawJSON(trusted: row.count > 19 ? Array(row[19] as Data) : [])
        self.state = OutboxItemState(rawValue: row[8]) ?? .pending
        self.entry = OutboxEntry(
            id: OutboxItemID(rawValue: row[0]),
            key: row[1],
            lane: row[2],
            method: row[3],
            role: OutboxRole(rawValue: row[4]) ?? .standalone,
            urgency: OutboxUrgency(rawValue: row[5]) ?? .critical,
            bytes: row[6],
            queuedAt: Timestamp(rawValue: row[7]),
            history: DeliveryHistory(
                attempts: row[9],
                strikes: row[10],
                lastTriedAt: Self.timestamp(row[11]),
                uncertainSince: Self.timestamp(row[12]),
                notBefore: Self.timestamp(row[13]),
                travelsAlone: row[14],
                lastFault: self.fault
            )
        )
        self.deadReason = row[17]
        self.deadAt = Self.timestamp(row[18])
    }

    static func fetchAll(
        _ database: Database,
        withParams: Bool,
        where condition: String,
        _ arguments: StatementArguments
    ) throws -> [OutboxRow] {
        let columns = withParams ? "\(Self.columns), params" : Self.columns
        let statement = try database.cachedStatement(sql: "SELECT \(columns) FROM item WHERE \(condition)")
        return try Row.fetchAll(statement, arguments: arguments).map(OutboxRow.init)
    }

    static func fetch(
        _ database: Database,
        _ id: OutboxItemID,
        of account: String,
        withParams: Bool = false
    ) throws -> OutboxRow? {
        let condition = "id = ? AND account = ?"
        return try Self.fetchAll(database, withParams: withParams, where: condition, [id.rawValue, account]).first
    }

    /// Why it was given up; what a later release wrote is read as a refusal.
    var reason: DeadReason? {
        self.deadReason.map { DeadReason(name: $0, fault: self.fault) ?? .refused(DeliveryFault(.invalid)) }
    }

    var deadLetter: DeadLetter? {
        guard self.state == .dead, let reason = self.reason else { return nil }
        return DeadLetter(
            id: self.entry.id,
            key: self.entry.key,
            lane: self.entry.lane,
            method: self.entry.method,
            params: self.params,
            queuedAt: self.entry.queuedAt,
            diedAt: self.deadAt ?? self.entry.queuedAt,
            attempts: self.entry.history.attempts,
            reason: reason
        )
    }

    private static func timestamp(_ milliseconds: Int64?) -> Timestamp? {
        milliseconds.map(Timestamp.init(rawValue:))
    }
}
