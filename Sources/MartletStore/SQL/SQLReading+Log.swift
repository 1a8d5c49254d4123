// SPDX-License-Identifier: Apache-2.0

package import MartletRules
package import MartletWire

extension SQLReading {
    private static var columns: String {
        "log.seq, log.keys, log.except_users, log.memberships, log.redacts, log.event, term.epoch"
    }
    private static var source: String { "log LEFT JOIN term ON term.first_seq = log.seq" }

    package func head() throws -> Seq {
        try self.integer("SELECT MAX(seq) FROM log") ?? 0
    }

    package func epoch() throws -> Epoch {
        let row = try self.row("SELECT epoch FROM term ORDER BY first_seq DESC LIMIT 1")
        return Epoch(rawValue: row?[0] ?? "")
    }

    package func terms() throws -> [Term] {
        try self.rows("SELECT epoch, first_seq FROM term ORDER BY first_seq").map {
            Term(epoch: Epoch(rawValue: $0[0]), firstSeq: $0[1])
        }
    }

    package func entries(after seq: Seq, limit: Int) throws -> [LogEntry] {
        try self.rows(
            "SELECT \(Self.columns) FROM \(Self.source) WHERE log.seq > ? ORDER BY log.seq LIMIT ?",
            [seq, limit]
        ).map(LogEntry.init(row:))
    }

    package func memberships(of users: [UserID], reachingPast seq: Seq) throws -> [UserID: [Membership]] {
        var memberships: [UserID: [Membership]] = [:]
        try self.visit(
            """
            SELECT m.user_id, m.key, m.begin_seq, m.end_seq FROM json_each(?) j CROSS JOIN membership m
            ON m.user_id = j.value WHERE m.end_seq IS NULL OR m.end_seq > ?
            """,
            [Self.list(users), seq]
        ) { row in
            let membership = Membership(of: AudienceKey(rawValue: row[1]), from: row[2], until: row[3])
            memberships[row[0], default: []].append(membership)
        }
        return memberships
    }

    package func entries(
        entitling user: UserID,
        after seq: Seq,
        through last: Seq,
        limit: Int
    ) throws -> [LogEntry] {
        var found: [LogEntry] = []
        var start = seq
        // Someone long away from busy channels is entitled to far more than the limit: looking at growing
        // stretches of the log stops early for them and costs the others a handful of queries.
        var stretch: Seq = 20_000
        while start < last, found.count < limit {
            let end = min(last, start + stretch)
            found += try self.entitled(user, after: start, through: end, limit: limit - found.count)
            start = end
            stretch *= 2
        }
        return found
    }

    private func entitled(_ user: UserID, after seq: Seq, through last: Seq, limit: Int) throws -> [LogEntry] {
        try self.rows(
            """
            WITH entitled(seq) AS (
                SELECT k.seq FROM log_key k WHERE k.key = :own AND k.seq > :after AND k.seq <= :last
                UNION
                SELECT k.seq FROM membership m CROSS JOIN log_key k
                    ON k.key = m.key AND k.seq > :after AND k.seq <= :last AND k.seq >= m.begin_seq
                    AND (m.end_seq IS NULL OR k.seq < m.end_seq)
                WHERE m.user_id = :user AND (m.end_seq IS NULL OR m.end_seq > :after)
            )
            SELECT \(Self.columns) FROM \(Self.source)
            WHERE log.seq IN (SELECT seq FROM entitled)
                AND (log.except_users IS NULL OR instr(',' || log.except_users || ',', ',' || :user || ',') = 0)
            ORDER BY log.seq LIMIT :limit
            """,
            ["own": AudienceKey.user(user), "after": seq, "last": last, "user": user, "limit": limit]
        ).map(LogEntry.init(row:))
    }
}
