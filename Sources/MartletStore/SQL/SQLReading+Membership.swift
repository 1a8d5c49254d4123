// SPDX-License-Identifier: Apache-2.0

package import MartletWire

extension SQLReading {
    private static var membershipColumns: String { "key, user_id, begin_seq, role, joined_at" }

    package func membership(of user: UserID, in key: AudienceKey) throws -> Member? {
        try self.row(
            "SELECT \(Self.membershipColumns) FROM membership WHERE key = ? AND user_id = ? AND end_seq IS NULL",
            [key, user]
        ).map(Member.init(row:))
    }

    package func members(of key: AudienceKey, after user: UserID?, limit: Int) throws -> [Member] {
        try self.rows(
            """
            SELECT \(Self.membershipColumns) FROM membership
            WHERE key = ? AND user_id > ? AND end_seq IS NULL ORDER BY user_id LIMIT ?
            """,
            [key, user ?? 0, limit]
        ).map(Member.init(row:))
    }

    package func memberCount(of key: AudienceKey) throws -> Int {
        Int(try self.integer("SELECT members FROM membership_count WHERE key = ?", [key]) ?? 0)
    }

    package func memberships(of user: UserID) throws -> [Member] {
        try self.rows(
            "SELECT \(Self.membershipColumns) FROM membership WHERE user_id = ? AND end_seq IS NULL ORDER BY key",
            [user]
        ).map(Member.init(row:))
    }
}

extension Member {
    fileprivate init(row: some SQLRow) {
        self.init(key: AudienceKey(rawValue: row[0]), user: row[1], begin: row[2], role: row[3], joinedAt: row[4])
    }
}
