// SPDX-License-Identifier: Apache-2.0

package import MartletWire

extension SQLWriting {
    package func beginMembership(_ membership: Member) throws {
        try self.execute(
            "INSERT INTO membership (user_id, key, begin_seq, role, joined_at) VALUES (?, ?, ?, ?, ?)",
            [membership.user, membership.key, membership.begin, membership.role, membership.joinedAt]
        )
        try self.execute(
            """
            INSERT INTO membership_count (key, members) VALUES (?, 1)
            ON CONFLICT (key) DO UPDATE SET members = membership_count.members + 1
            """,
            [membership.key]
        )
    }

    package func endMembership(of user: UserID, in key: AudienceKey, with seq: Seq) throws {
        let ended = try self.change(
            "UPDATE membership SET end_seq = ? WHERE key = ? AND user_id = ? AND end_seq IS NULL",
            [seq + 1, key, user]
        )
        guard ended > 0 else { return }
        try self.execute("UPDATE membership_count SET members = members - 1 WHERE key = ?", [key])
    }

    package func endMemberships(in key: AudienceKey, with seq: Seq) throws {
        try self.execute("UPDATE membership SET end_seq = ? WHERE key = ? AND end_seq IS NULL", [seq + 1, key])
        try self.execute("DELETE FROM membership_count WHERE key = ?", [key])
    }

    package func setRole(_ role: String, of user: UserID, in key: AudienceKey) throws {
        try self.execute(
            "UPDATE membership SET role = ? WHERE key = ? AND user_id = ? AND end_seq IS NULL",
            [role, key, user]
        )
    }
}
