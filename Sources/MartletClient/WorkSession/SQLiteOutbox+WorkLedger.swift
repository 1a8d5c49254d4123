// SPDX-License-Identifier: Apache-2.0

import GRDB
import MartletRules
package import MartletWire

extension SQLiteOutbox: WorkLedger {
    package func noteWork(on lane: String, worked: Duration, at now: Timestamp) async throws(OutboxError) {
        try await self.committer.write(mayRefuse: false) { database in
            try database.cachedStatement(
                sql: "UPDATE aggregate SET worked = ?, seen_at = ? WHERE account = ? AND lane = ?"
            ).execute(arguments: [Int64(worked / .milliseconds(1)), now.rawValue, self.account, lane])
        }
    }

    package func forgetWork(on lane: String) async throws(OutboxError) {
        try await self.committer.write(mayRefuse: false) { database in
            try database.cachedStatement(sql: "UPDATE aggregate SET seen_at = NULL WHERE account = ? AND lane = ?")
                .execute(arguments: [self.account, lane])
        }
    }

    package func abandonedWork(since: Timestamp) async throws(OutboxError) -> [AbandonedWork] {
        do {
            return try await self.pool.read { database in
                let statement = try database.cachedStatement(
                    sql: """
                        SELECT lane, worked, seen_at FROM aggregate
                        WHERE account = ? AND stage IN (?, ?) AND seen_at <= ? ORDER BY seen_at, lane
                        """
                )
                let (opening, open) = (AggregateStage.opening.rawValue, AggregateStage.open.rawValue)
                let arguments: StatementArguments = [self.account, opening, open, since.rawValue]
                return try Row.fetchAll(statement, arguments: arguments).map { row in
                    AbandonedWork(
                        lane: row[0],
                        worked: .milliseconds(row[1] as Int64? ?? 0),
                        seenAt: Timestamp(rawValue: row[2])
                    )
                }
            }
        } catch {
            throw OutboxError(error)
        }
    }
}
