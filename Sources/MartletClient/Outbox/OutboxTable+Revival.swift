// SPDX-License-Identifier: Apache-2.0

import GRDB
import MartletRules
import MartletWire

extension OutboxTable {
    /// Puts back what an occasion gives another chance; returns the first of it.
    mutating func revive(on occasion: Revival, at now: Timestamp) throws -> OutboxItemID? {
        guard try self.isDue(occasion) else { return nil }
        let dead = try OutboxRow.fetchAll(
            self.database,
            withParams: false,
            where: "account = ? AND state = 3 ORDER BY id",
            [self.account]
        )
        var first: OutboxItemID?
        for row in dead {
            let since = row.entry.history.uncertainSince
            guard let reason = row.reason,
                Revival.concerns(reason, uncertainSince: since, at: now, limits: self.limits),
                try self.stage(of: row.entry.lane) != .dead || row.entry.role != .closes
            else { continue }
            try self.retry(row.entry.id, at: now)
            first = first ?? row.entry.id
        }
        return first
    }

    /// Whether an occasion is new, which it then is no more.
    private func isDue(_ occasion: Revival) throws -> Bool {
        guard let name = occasion.name else { return true }
        let sql = "SELECT version FROM occasion WHERE account = ? AND name = ?"
        let last = try String.fetchOne(self.database.cachedStatement(sql: sql), arguments: [self.account, name])
        if last != occasion.version {
            try self.execute(
                """
                INSERT INTO occasion (account, name, version) VALUES (?, ?, ?)
                ON CONFLICT (account, name) DO UPDATE SET version = excluded.version
                """,
                [self.account, name, occasion.version]
            )
        }
        return occasion.isDue(after: last)
    }
}
