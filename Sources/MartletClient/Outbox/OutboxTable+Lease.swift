// SPDX-License-Identifier: Apache-2.0

import GRDB
import MartletRules
import MartletWire

extension OutboxTable {
    static func lease(_ database: Database, account: String) throws -> OutboxLease? {
        let sql = "SELECT owner, token, expires_at FROM lease WHERE account = ?"
        let row = try Row.fetchOne(database.cachedStatement(sql: sql), arguments: [account])
        return row.map { OutboxLease(owner: $0[0], token: $0[1], expiresAt: Timestamp(rawValue: $0[2])) }
    }

    static func write(_ lease: OutboxLease, _ database: Database, account: String) throws {
        let sql = """
            INSERT INTO lease (account, owner, token, expires_at) VALUES (?, ?, ?, ?)
            ON CONFLICT (account) DO UPDATE
            SET owner = excluded.owner, token = excluded.token, expires_at = excluded.expires_at
            """
        try database.cachedStatement(sql: sql)
            .execute(arguments: [account, lease.owner, lease.token, lease.expiresAt.rawValue])
    }

    /// Goes on only for the newest owner, who has it for longer then.
    func prolong(_ lease: OutboxLease, at now: Timestamp) throws {
        guard var current = try Self.lease(self.database, account: self.account),
            current.token == lease.token, current.owner == lease.owner
        else { throw OutboxError(.fenced, "another process sends for this account", isTemporary: true) }
        current.expiresAt = now.advanced(by: self.limits.lease)
        try Self.write(current, self.database, account: self.account)
    }
}
